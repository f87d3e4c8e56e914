package io.github.xacct.deploy.port;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How time is let pass, so that a deployment of two hours tests in milliseconds. */
@FunctionalInterface
public interface Sleeper {

  /** Waits for the duration; fails if the thread is interrupted. */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * Really sleeps, and up to a fifth longer: builds that start together should not ask together.
   */
  static Sleeper real() {
    return duration ->
        Thread.sleep((long) (duration.toMillis() * ThreadLocalRandom.current().nextDouble(1, 1.2)));
  }

  /** Sleeps for a part of each duration, where AWS's own minutes are shorter too. */
  static Sleeper hasty(int times) {
    return duration -> Thread.sleep(duration.toMillis() / times);
  }
}
