package io.github.xacct.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * One operation that does not answer as it should for a while.
 *
 * @param afterCreation only once a deployment has been created
 * @param lasts from the first call that it meets
 */
record Disturbance(String operation, Kind kind, boolean afterCreation, Duration lasts) {

  /** What comes instead of an answer. */
  enum Kind {
    HTTP_500,
    HTTP_503_EMPTY,
    THROTTLED,
    /** The connection breaks after the call has been acted upon. */
    RESET,
    /** No answer to a call that has been acted upon. */
    TIMEOUT,
    DENIED,
    /** A page of somebody else's. */
    NONSENSE,
    /** JSON or XML without anything in it. */
    HOLLOW;

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("http ", "");
    }
  }

  static final Duration FOR_GOOD = Duration.ofDays(30);

  /** Whether it is over, if it began then. */
  boolean isOver(Instant began, Instant now) {
    return !now.isBefore(began.plus(lasts));
  }
}
