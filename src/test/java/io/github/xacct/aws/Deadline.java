package io.github.xacct.aws;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Polls until a condition holds, and fails at a late deadline, because dozens of JVMs may share two
 * cores.
 */
public final class Deadline {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int LONGEST_PAUSE = 50;

  private Deadline() {}

  public static <T> T await(Supplier<T> question, Predicate<T> wished) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int pause = 1; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      T answer = question.get();
      if (wished.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("did not happen in time; now: " + answer);
      }
      pause(pause);
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
