package io.github.xacct.deploy;

import io.github.xacct.model.XacctException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/** Two things that take seconds each and do not need each other, had side by side. */
record ParallelPair<A, B>(A first, B second) {

  /**
   * Has them. If both fail, the first's failure is reported.
   *
   * @param second is given what waits for the first, should it have to
   */
  static <A, B> ParallelPair<A, B> of(Supplier<A> first, Function<Runnable, B> second) {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      var one = CompletableFuture.supplyAsync(first, threads);
      var other = CompletableFuture.supplyAsync(() -> second.apply(one::join), threads);
      return new ParallelPair<>(one.join(), other.join());
    } catch (CompletionException e) {
      throw XacctException.in(e).map(RuntimeException.class::cast).orElse(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
