package io.github.xacct.concurrent;

import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs independent tasks of some seconds each in parallel; {@link #close} ends its threads. */
public final class FanOut implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool(FanOut::thread);
  private final String subject;

  /**
   * @param subject what the work is about, for messages, such as {@code the image}
   */
  public FanOut(String subject) {
    this.subject = subject;
  }

  /** Starts the work; the supplier waits for its result, or throws the exception it failed with. */
  public <T> Supplier<T> start(Callable<T> work) {
    Future<T> future = threads.submit(work);
    return () -> await(future);
  }

  /** Returns the results in the order of the work; the first failure stops the rest. */
  public static <T> List<T> all(String subject, List<Callable<T>> work) {
    try (var side = new FanOut(subject)) {
      if (work.size() <= 1) {
        return work.stream().map(side::call).toList();
      }
      return started(work, side).stream().map(Supplier::get).toList();
    }
  }

  /**
   * Applies the work to each item and waits for all of them; one failure does not stop the others.
   *
   * @throws XacctException of the first item that failed, with the other problems as evidence
   */
  public static <T> void each(String subject, List<T> things, Consumer<T> work) {
    var calls = new ArrayList<Callable<Boolean>>();
    things.forEach(
        thing ->
            calls.add(
                () -> {
                  work.accept(thing);
                  return true;
                }));
    var failures = new ArrayList<XacctException>();
    try (var side = new FanOut(subject)) {
      for (Supplier<Boolean> end : started(calls, side)) {
        try {
          var unused = end.get();
        } catch (XacctException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw e;
          }
          failures.add(e);
        }
      }
    }
    if (!failures.isEmpty()) {
      throw together(failures);
    }
  }

  /** Creates a daemon thread, which does not keep the build's JVM alive. */
  public static Thread thread(Runnable task) {
    var thread = new Thread(task, "xacct-work");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns the exception for an interrupted build, and sets the thread's interrupt flag again. */
  public static XacctException interrupted(String subject) {
    Thread.currentThread().interrupt();
    return XacctException.yours("The work on " + subject + " was interrupted.");
  }

  private static <T> List<Supplier<T>> started(List<Callable<T>> work, FanOut side) {
    var started = new ArrayList<Supplier<T>>();
    work.forEach(one -> started.add(side.start(one)));
    return started;
  }

  private <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw thrown(e);
    }
  }

  private <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted(subject);
    } catch (ExecutionException e) {
      throw thrown(Objects.requireNonNull(e.getCause()));
    }
  }

  private RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e
        ? e
        : XacctException.ours("The work on " + subject + " failed.")
            .evidence(cause.toString())
            .cause(cause);
  }

  private static XacctException together(List<XacctException> failures) {
    var first = failures.get(0);
    for (XacctException other : failures.subList(1, failures.size())) {
      first = first.evidence("Also: " + other.problem());
      for (String line : other.evidence()) {
        first = first.evidence("  " + line);
      }
    }
    return first;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
