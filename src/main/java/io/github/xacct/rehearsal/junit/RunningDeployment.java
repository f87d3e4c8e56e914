package io.github.xacct.rehearsal.junit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Duration;
import java.util.Set;

/** A deployment by the embedded CodeDeploy. */
public final class RunningDeployment {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Set<String> ENDS = Set.of("Succeeded", "Failed", "Stopped");

  private final AwsCalls calls;
  private final String id;

  RunningDeployment(AwsCalls calls, String id) {
    this.calls = calls;
    this.id = id;
  }

  /** Returns the deployment ID, such as {@code d-ABCDEF123}. */
  public String id() {
    return id;
  }

  /** Returns CodeDeploy's status, such as {@code InProgress}. */
  public String status() {
    return info().path("status").asText();
  }

  /** Returns the error code and message; empty if there is no error. */
  public String error() {
    JsonNode error = info().path("errorInformation");
    return error.isMissingNode()
        ? ""
        : error.path("code").asText() + ": " + error.path("message").asText();
  }

  private JsonNode info() {
    return calls.call("codedeploy", "GetDeployment", named()).path("deploymentInfo");
  }

  private ObjectNode named() {
    return Json.object().put("deploymentId", id);
  }

  /** Stops the deployment with rollback. */
  public void stop() {
    calls.call("codedeploy", "StopDeployment", named().put("autoRollbackEnabled", true));
  }

  /**
   * Waits for its end.
   *
   * @return the status with which it ended
   */
  public String await() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String now = status();
    try {
      while (!ENDS.contains(now)) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("Deployment " + id + " is still " + now + ".");
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
        now = status();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return now;
  }

  /** Waits for its end, and throws AssertionError if it did not succeed. */
  public RunningDeployment awaitSuccess() {
    String end = await();
    if (!end.equals("Succeeded")) {
      throw new AssertionError("Deployment " + id + ": " + end + ", " + error());
    }
    return this;
  }
}
