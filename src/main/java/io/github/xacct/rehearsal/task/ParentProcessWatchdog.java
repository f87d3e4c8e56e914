package io.github.xacct.rehearsal.task;

import java.io.IOException;
import java.io.InputStream;

/**
 * A Java agent that ends a task's JVM when the rehearsal's JVM has ended, even by kill -9: it waits
 * for the end of standard input, whose other end only the rehearsal has. The class is in the
 * agent's jar, so it uses no other class of ours.
 */
public final class ParentProcessWatchdog {
  /** The IDs of the faults that end a process; the enum is not in the agent's jar. */
  private static final String CRASH_LOOP = "crash-loop";

  private static final String OUT_OF_MEMORY = "out-of-memory";

  private ParentProcessWatchdog() {}

  /**
   * Called by the JVM before the app's main method.
   *
   * @param argument ID of the rehearsal's fault; some faults end this process
   */
  public static void premain(String argument) {
    InputStream parent = System.in;
    System.setIn(InputStream.nullInputStream());
    Thread watch = new Thread(() -> haltAtEndOf(parent), "rehearsal-parent-watch");
    watch.setDaemon(true);
    watch.start();
    if (CRASH_LOOP.equals(argument)) {
      end(
          "Exception in thread \"main\" java.lang.IllegalStateException: this is the rehearsal's"
              + " fault crash-loop: the process ends with exit code 1",
          1);
    } else if (OUT_OF_MEMORY.equals(argument)) {
      // The kernel kills such a process without a message; this one is written as the app's output.
      end(
          "Filling a cache: the container's memory is used up. This is the rehearsal's fault"
              + " out-of-memory: the process is killed",
          137);
    }
  }

  private static void haltAtEndOf(InputStream parent) {
    try {
      while (parent.read() >= 0) {
        // The rehearsal writes nothing; only the end of the stream matters.
      }
    } catch (IOException e) {
      // Counts as the end.
    }
    Runtime.getRuntime().halt(143);
  }

  private static void end(String lastWords, int exitCode) {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.println(lastWords);
    System.err.flush();
    Runtime.getRuntime().halt(exitCode);
  }
}
