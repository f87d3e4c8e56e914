package io.github.xacct.image;

import io.github.xacct.aws.Deadline;

/** Checks that the package's threads have ended. */
public final class Threads {
  private Threads() {}

  public static void assertEnded() {
    Deadline.await(Threads::count, living -> living == 0);
  }

  private static long count() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("xacct-work"))
        .count();
  }
}
