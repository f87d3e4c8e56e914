package io.github.xacct.deploy;

import io.github.xacct.TestClock;
import io.github.xacct.deploy.port.Sleeper;
import java.time.Duration;
import java.time.Instant;

/** A clock that is advanced by sleeping only. */
final class FakeTime extends TestClock implements Sleeper {
  private Instant now = Instant.parse("2026-11-23T14:00:00Z");

  @Override
  public void sleep(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
