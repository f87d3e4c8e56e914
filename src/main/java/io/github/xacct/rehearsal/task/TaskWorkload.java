package io.github.xacct.rehearsal.task;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The containers of a task that run on this machine: all end with the one behind the load balancer,
 * which ends with each essential one. Source: ECS API reference, ContainerDefinition, {@code
 * essential}.
 */
public final class TaskWorkload implements Workload {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Workload main;
  private final Map<String, Workload> sidecars;
  private final CompletableFuture<Integer> ended;
  private volatile Optional<String> endedBy = Optional.empty();

  /**
   * Creates the workload of a task.
   *
   * @param sidecars by container name
   * @param essential names of the essential containers
   */
  public TaskWorkload(Workload main, Map<String, Workload> sidecars, List<String> essential) {
    this.main = main;
    this.sidecars = Map.copyOf(sidecars);
    this.ended =
        main.ended()
            .thenApply(
                code -> {
                  this.sidecars.values().forEach(TaskWorkload::stop);
                  return code;
                });
    this.sidecars.forEach(
        (name, sidecar) -> {
          if (essential.contains(name)) {
            var unused = sidecar.ended().thenAccept(code -> endsBecauseOf(name, code));
          }
        });
  }

  private void endsBecauseOf(String name, int code) {
    if (!main.ended().isDone()) {
      endedBy = Optional.of("Essential container " + name + " exited with code " + code);
      stop(main);
    }
  }

  private static void stop(Workload workload) {
    try {
      workload.stop(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int port() {
    return main.port();
  }

  @Override
  public Optional<String> imageDigest() {
    return main.imageDigest();
  }

  @Override
  public CompletableFuture<Integer> ended() {
    return ended;
  }

  @Override
  public void stop(Duration patience) throws InterruptedException {
    main.stop(patience);
  }

  @Override
  public Optional<ContainerHealth> health() {
    return main.health();
  }

  @Override
  public Map<String, Optional<Integer>> sidecars() {
    Map<String, Optional<Integer>> codes = new LinkedHashMap<>();
    sidecars.forEach(
        (name, sidecar) ->
            codes.put(
                name,
                sidecar.ended().isDone() ? Optional.of(sidecar.ended().join()) : Optional.empty()));
    return codes;
  }

  @Override
  public Optional<String> reason(int exitCode) {
    return endedBy.or(() -> main.reason(exitCode));
  }
}
