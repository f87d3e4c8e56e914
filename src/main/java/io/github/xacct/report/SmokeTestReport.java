package io.github.xacct.report;

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
   * One test.
   *
   * @param wrong what was wrong; absent if nothing was
   */
  public record Result(String name, Optional<String> wrong, Duration took) {}

  /** Whether all did. */
  public boolean passed() {
    return results.stream().allMatch(result -> result.wrong().isEmpty());
  }
}
