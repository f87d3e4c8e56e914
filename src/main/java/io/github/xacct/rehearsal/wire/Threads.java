package io.github.xacct.rehearsal.wire;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of the compute part: one timer, and a pool of workers. */
public final class Threads implements AutoCloseable {
  public final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(1, named("rehearsal-timer"));
  public final ExecutorService workers = Executors.newCachedThreadPool(named("rehearsal-worker"));

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() throws InterruptedException {
    timer.shutdownNow();
    workers.shutdownNow();
    timer.awaitTermination(5, TimeUnit.SECONDS);
    workers.awaitTermination(5, TimeUnit.SECONDS);
  }
}
