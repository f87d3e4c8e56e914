package io.github.xacct.image.registry;

import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** How independent waits are spent together; no thread outlives the block. */
public final class ParallelWork implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool(ParallelWork::thread);

  /** Starts the work; the supplier waits for its result or throws what it threw. */
  public <T> Supplier<T> start(Callable<T> work) {
    Future<T> future = threads.submit(work);
    return () -> await(future);
  }

  /** Does all of it and returns the results in the order of the work. */
  public static <T> List<T> all(List<Callable<T>> work) {
    if (work.size() <= 1) {
      return work.stream().map(ParallelWork::call).toList();
    }
    try (var side = new ParallelWork()) {
      var started = new ArrayList<Supplier<T>>();
      work.forEach(w -> started.add(side.start(w)));
      return started.stream().map(Supplier::get).toList();
    }
  }

  /** A thread that does not keep the build's JVM alive. */
  public static Thread thread(Runnable task) {
    var thread = new Thread(task, "xacct-image");
    thread.setDaemon(true);
    return thread;
  }

  private static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw thrown(e);
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  /** Somebody ended the build; the thread stays marked. */
  public static XacctException interrupted() {
    Thread.currentThread().interrupt();
    return XacctException.yours("The work on the image was interrupted.");
  }

  private static RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e
        ? e
        : XacctException.ours("The image could not be worked on.")
            .evidence(cause.toString())
            .cause(cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
