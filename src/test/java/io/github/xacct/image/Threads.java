package io.github.xacct.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

/** Whether the package's threads are gone. */
public final class Threads {
  private Threads() {}

  public static void assertEnded() {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(5));
    while (count() > 0 && Instant.now().isBefore(deadline)) {
      Thread.onSpinWait();
    }
    assertThat(count()).as("threads of ours that still live").isZero();
  }

  private static long count() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("xacct-work"))
        .count();
  }
}
