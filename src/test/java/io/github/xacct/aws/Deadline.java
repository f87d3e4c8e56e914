package io.github.xacct.aws;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks again until the answer is as wished, and aborts in the end: late, for dozens of JVMs may share
 * two cores.
 */
public final class Deadline {
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private Deadline() {}

  public static <T> T await(Supplier<T> question, Predicate<T> wished) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      T answer = question.get();
      if (wished.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("did not happen in time; now: " + answer);
      }
      Thread.sleep(20);
    }
  }
}
