package io.github.xacct.goal.rehearsed;

import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * Detects whether this Maven runs as a stage of a rehearsed pipeline: it runs as if in CodeBuild
 * and on AWS, but downloads no base image, and AWS's minutes are shorter.
 */
public final class RehearsedBuild {
  /** Set only by the goal pipeline, to the duration of one minute. */
  static final String VARIABLE = "XACCT_REHEARSED_MINUTE";

  private RehearsedBuild() {}

  public static Optional<Duration> minute() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .map(text -> RehearsalOptions.parse(text, null).minute());
  }

  public static boolean isOne() {
    return minute().isPresent();
  }
}
