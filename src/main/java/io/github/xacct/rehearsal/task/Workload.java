package io.github.xacct.rehearsal.task;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What runs for a task: a process, or the placeholder page. */
public interface Workload {

  /** The loopback port that it was given to listen on. */
  int port();

  /** The manifest digest of its image; absent for the placeholder. */
  Optional<String> imageDigest();

  /** Completed with the exit code, as Docker reports it, when it has ended. */
  CompletableFuture<Integer> ended();

  /** Asks it to end, and kills it if it has not after this time. */
  void stop(Duration patience) throws InterruptedException;

  /** The container's own health check, where it has one that runs here. */
  default Optional<ContainerHealth> health() {
    return Optional.empty();
  }

  /** The exit codes of the containers that run beside it, by name; of one that runs none. */
  default Map<String, Optional<Integer>> sidecars() {
    return Map.of();
  }

  /** Why it ended, if more is known than the exit code. */
  default Optional<String> reason(int exitCode) {
    return Optional.empty();
  }
}
