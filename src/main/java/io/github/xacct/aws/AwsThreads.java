package io.github.xacct.aws;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads of one {@link AwsAccess}: a pool for reads that run asynchronously, and one thread
 * for the timeouts of all calls. The SDK's clients would start five threads each for their
 * timeouts, and {@link CompletableFuture}'s own executor a thread for each read on a machine of two
 * cores.
 */
final class AwsThreads implements AutoCloseable {
  private static final int IDLE_SECONDS = 10;

  private final ExecutorService readers = Executors.newCachedThreadPool(named("xacct-aws"));
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, named("xacct-aws-timer"));

  AwsThreads() {
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /** Reads asynchronously. */
  <T> CompletableFuture<T> readAsync(Supplier<T> read) {
    return CompletableFuture.supplyAsync(read, readers);
  }

  /** Returns the executor of the clients' timeouts. */
  ScheduledExecutorService timer() {
    return timer;
  }

  private static ThreadFactory named(String name) {
    return work -> {
      var thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Lets threads end as soon as they have completed what they read. */
  @Override
  public void close() {
    readers.shutdown();
    timer.shutdown();
  }
}
