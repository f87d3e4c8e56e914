package io.github.xacct.rehearsal.junit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Duration;
import java.util.Set;

/** A deployment that the embedded CodeDeploy carries out. */
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

  /** Such as {@code d-ABCDEF123}. */
  public String id() {
    return id;
  }

  /** In CodeDeploy's words, such as {@code InProgress}. */
  public String status() {
    return info().path("status").asText();
  }

  /** Code and message of what ended it; empty as long as nothing has. */
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

  /** Stops it and has it rolled back. */
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

  /** Waits for its end, which must be a good one. */
  public RunningDeployment awaitSuccess() {
    String end = await();
    if (!end.equals("Succeeded")) {
      throw new AssertionError("Deployment " + id + ": " + end + ", " + error());
    }
    return this;
  }
}
