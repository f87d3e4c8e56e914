package io.github.xacct.stack;

import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Work on several accounts at the same time: one that fails does not stop the others. */
final class ParallelAccounts {
  private ParallelAccounts() {}

  /**
   * Does the work for each.
   *
   * @throws XacctException the first one's, with the problems of the others as evidence
   */
  static <T> void each(List<T> things, Consumer<T> work) {
    if (things.isEmpty()) {
      return;
    }
    var pool = Executors.newFixedThreadPool(things.size());
    try {
      List<Future<?>> futures = new ArrayList<>();
      things.forEach(thing -> futures.add(pool.submit(() -> work.accept(thing))));
      var failures = new ArrayList<XacctException>();
      for (Future<?> future : futures) {
        end(future, failures);
      }
      if (!failures.isEmpty()) {
        throw together(failures);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void end(Future<?> future, List<XacctException> failures) {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; AWS goes on with what was begun", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof XacctException told) {
        failures.add(told);
      } else if (e.getCause() instanceof RuntimeException unexpected) {
        throw unexpected;
      } else {
        throw new IllegalStateException(e.getCause());
      }
    }
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
}
