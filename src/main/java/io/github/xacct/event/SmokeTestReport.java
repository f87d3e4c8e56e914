package io.github.xacct.event;

import io.github.xacct.model.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The results of an environment's smoke tests.
 *
 * @param url to which the requests were sent
 * @param taskDefinition ARN of the revision that answered
 * @param image of that revision
 */
public record SmokeTestReport(
    String environment,
    String url,
    String taskDefinition,
    Optional<ImageReference> image,
    Instant began,
    List<Result> results) {

  /**
   * The result of one smoke test.
   *
   * @param wrong why the test failed; absent if it passed
   * @param asked false if the app was not reached, so that the failure is not the app's
   */
  public record Result(String name, Optional<String> wrong, Duration took, boolean asked) {

    /** The result of a test whose request reached the app. */
    public Result(String name, Optional<String> wrong, Duration took) {
      this(name, wrong, took, true);
    }

    private boolean failed() {
      return wrong.isPresent() && asked;
    }
  }

  /**
   * Returns the outcome in the spelling of the JSON report: {@code passed}, {@code failed} or
   * {@code not-asked}.
   */
  public String outcome() {
    return passed() ? "passed" : failed() ? "failed" : "not-asked";
  }

  /** Whether a test that reached the app failed. */
  public boolean failed() {
    return results.stream().anyMatch(Result::failed);
  }

  /** Whether all smoke tests passed. */
  public boolean passed() {
    return results.stream().allMatch(result -> result.wrong().isEmpty());
  }
}
