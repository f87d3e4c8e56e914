package io.github.xacct.deploy.port;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits; injected, so that a deployment of two hours is tested in milliseconds. */
@FunctionalInterface
public interface Sleeper {

  /** Waits for the duration; fails if the thread is interrupted. */
  void sleep(Duration duration) throws InterruptedException;

  /** Sleeps up to a fifth longer, so that builds that start together do not poll together. */
  static Sleeper real() {
    return duration ->
        Thread.sleep((long) (duration.toMillis() * ThreadLocalRandom.current().nextDouble(1, 1.2)));
  }

  /** Sleeps for a fraction of each duration, for a rehearsal whose minutes are shorter too. */
  static Sleeper hasty(int times) {
    return duration -> Thread.sleep(duration.toMillis() / times);
  }
}
