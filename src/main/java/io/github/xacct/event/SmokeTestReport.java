package io.github.xacct.event;

import io.github.xacct.model.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the smoke tests of an environment went.
 *
 * @param url that was asked
 * @param taskDefinition ARN of the revision that answered
 * @param image that it runs
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
   * @param wrong what was wrong; absent if nothing was
   * @param asked false if the app was not reached, so that what is wrong says nothing of it
   */
  public record Result(String name, Optional<String> wrong, Duration took, boolean asked) {

    /** The result of a test that the app was asked. */
    public Result(String name, Optional<String> wrong, Duration took) {
      this(name, wrong, took, true);
    }

    private boolean failed() {
      return wrong.isPresent() && asked;
    }
  }

  /** What scripts decide by: {@code passed}, {@code failed} or {@code not-asked}. */
  public String outcome() {
    return passed() ? "passed" : failed() ? "failed" : "not-asked";
  }

  /** Whether a test found something wrong with the app. */
  public boolean failed() {
    return results.stream().anyMatch(Result::failed);
  }

  /** Whether all smoke tests passed. */
  public boolean passed() {
    return results.stream().allMatch(result -> result.wrong().isEmpty());
  }
}
