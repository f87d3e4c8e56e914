package io.github.xacct.rehearsal;

import java.io.IOException;
import java.io.InputStream;

/**
 * What ends a task's JVM when the rehearsal's JVM is gone, even by kill -9: a Java agent that waits
 * for the end of standard input, whose other end only the rehearsal holds. It stands alone in the
 * agent's jar, so it uses no other class of ours.
 */
public final class ParentWatch {
  static final String CRASH = "crash";

  private ParentWatch() {}

  /**
   * Called by the JVM before the app's main method.
   *
   * @param argument {@code crash} if the rehearsal's crash-loop fault is to end this process
   */
  public static void premain(String argument) {
    InputStream parent = System.in;
    System.setIn(InputStream.nullInputStream());
    Thread watch = new Thread(() -> haltAtEndOf(parent), "rehearsal-parent-watch");
    watch.setDaemon(true);
    watch.start();
    if (CRASH.equals(argument)) {
      crash();
    }
  }

  private static void haltAtEndOf(InputStream parent) {
    try {
      while (parent.read() >= 0) {
        // The rehearsal writes nothing; only the end matters.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    Runtime.getRuntime().halt(143);
  }

  private static void crash() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.println(
        "Exception in thread \"main\" java.lang.IllegalStateException: this is the rehearsal's"
            + " fault crash-loop: the process ends with exit code 1");
    System.err.flush();
    Runtime.getRuntime().halt(1);
  }
}
