package io.github.xacct.rehearsal.task;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The workload of a task: a process, or the placeholder page. */
public interface Workload {

  /** Returns the assigned loopback port. */
  int port();

  /** Returns the manifest digest of its image; empty for the placeholder. */
  Optional<String> imageDigest();

  /** Returns the future of its exit code, as Docker reports it. */
  CompletableFuture<Integer> ended();

  /** Asks it to terminate, and kills it after this time. */
  void stop(Duration patience) throws InterruptedException;

  /** Returns the container's own health check; empty if it has none that runs here. */
  default Optional<ContainerHealth> health() {
    return Optional.empty();
  }

  /** Returns the exit codes of its sidecars by name; empty for one that still runs. */
  default Map<String, Optional<Integer>> sidecars() {
    return Map.of();
  }

  /** Returns why it ended; empty if only the exit code is known. */
  default Optional<String> reason(int exitCode) {
    return Optional.empty();
  }
}
