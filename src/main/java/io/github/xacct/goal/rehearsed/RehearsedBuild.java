package io.github.xacct.goal.rehearsed;

import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether this Maven is a stage's of a rehearsed pipeline: it believes to be in CodeBuild and to
 * talk to AWS, but must not download a base image, and AWS's minutes are shorter there.
 */
public final class RehearsedBuild {
  /** Set by the goal pipeline alone, to how long a minute takes. */
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
