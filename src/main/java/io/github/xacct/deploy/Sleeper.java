package io.github.xacct.deploy;

import java.time.Duration;

/** How time is let pass, so that a deployment of two hours tests in milliseconds. */
@FunctionalInterface
public interface Sleeper {

  /** Lets the time pass. */
  void sleep(Duration duration) throws InterruptedException;

  /** Really sleeps. */
  static Sleeper real() {
    return duration -> Thread.sleep(duration.toMillis());
  }
}
