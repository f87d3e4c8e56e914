package io.github.xacct.chaos;

import io.github.xacct.TestClock;
import io.github.xacct.deploy.port.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** AWS's time, which only sleeping moves, and our clock, which may be wrong about it. */
final class Time {
  private Instant now = Instant.parse("2026-11-23T14:00:00Z");
  private Duration owed = Duration.ZERO;

  synchronized Instant now() {
    return now;
  }

  /** What an unanswered call took; paid at the next sleep, so that threads cannot race for it. */
  synchronized void owe(Duration duration) {
    owed = owed.plus(duration);
  }

  synchronized void pass(Duration duration) {
    now = now.plus(duration).plus(owed);
    owed = Duration.ZERO;
  }

  /** A clock that is wrong by so much. */
  Clock clock(Duration skew) {
    return new TestClock() {
      @Override
      public Instant instant() {
        return now().plus(skew);
      }
    };
  }

  Sleeper sleeper() {
    return this::pass;
  }
}
