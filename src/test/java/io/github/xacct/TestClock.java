package io.github.xacct;

import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock of UTC of which a test decides what time it is. */
public abstract class TestClock extends Clock {
  @Override
  public final ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public final Clock withZone(ZoneId zone) {
    return this;
  }
}
