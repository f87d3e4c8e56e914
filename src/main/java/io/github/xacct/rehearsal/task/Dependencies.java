package io.github.xacct.rehearsal.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The start order of a task's containers, and the conditions that each waits for. Containers that
 * do not run on this machine are not waited for. Source: ECS API reference, ContainerDependency and
 * ContainerDefinition, {@code startTimeout}.
 */
public final class Dependencies {
  private static final int POLL_MILLIS = 20;

  /** Fargate's default start timeout, in seconds. */
  private static final int START_TIMEOUT = 180;

  private final List<JsonNode> containers;

  /** Creates the dependencies between the containers that run here. */
  public Dependencies(List<JsonNode> containers) {
    this.containers = List.copyOf(containers);
  }

  /** Returns the containers, each after those that it depends on. */
  public List<JsonNode> inOrder() {
    Set<JsonNode> order = new LinkedHashSet<>();
    containers.forEach(container -> add(container, order, Set.of()));
    return List.copyOf(order);
  }

  /** Adds a container after its dependencies; ECS refuses circular ones. */
  private void add(JsonNode container, Set<JsonNode> order, Set<String> above) {
    String name = container.path("name").asText();
    if (above.contains(name)) {
      return;
    }
    Set<String> path = new LinkedHashSet<>(above);
    path.add(name);
    for (JsonNode dependency : container.path("dependsOn")) {
      of(dependency).forEach(other -> add(other, order, path));
    }
    order.add(container);
  }

  private List<JsonNode> of(JsonNode dependency) {
    return containers.stream()
        .filter(c -> c.path("name").equals(dependency.path("containerName")))
        .toList();
  }

  /**
   * Waits until a container may start.
   *
   * @param started started containers by name
   * @param closed whether the rehearsal is ending
   * @throws CannotStart if a condition failed or timed out
   */
  public void await(JsonNode container, Map<String, Workload> started, BooleanSupplier closed)
      throws CannotStart, InterruptedException {
    for (JsonNode dependency : container.path("dependsOn")) {
      for (JsonNode other : of(dependency)) {
        var condition = new Condition(other, dependency.path("condition").asText());
        var workload = Optional.ofNullable(started.get(other.path("name").asText()));
        if (workload.isPresent()) {
          condition.await(workload.get(), closed);
        }
      }
    }
  }

  /** The condition of a dependency on another container. */
  private record Condition(JsonNode of, String condition) {

    void await(Workload workload, BooleanSupplier closed) throws CannotStart, InterruptedException {
      int seconds = of.path("startTimeout").asInt(START_TIMEOUT);
      Instant limit = Instant.now().plusSeconds(seconds);
      while (!holds(workload)) {
        if (closed.getAsBoolean()) {
          throw new CannotStart("The rehearsal ended.");
        }
        if (Instant.now().isAfter(limit)) {
          throw refused("is not " + condition + " after " + seconds + " seconds");
        }
        awaitEnd(workload);
      }
    }

    /** Waits up to {@value #POLL_MILLIS} ms for the end of a workload. */
    private static void awaitEnd(Workload workload) throws InterruptedException {
      try {
        var unused = workload.ended().get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        return; // the caller checks again
      }
    }

    private boolean holds(Workload workload) throws CannotStart {
      boolean ended = workload.ended().isDone();
      return switch (condition) {
        case "COMPLETE" -> ended;
        case "SUCCESS" -> ended && isZero(workload.ended().join());
        case "HEALTHY" -> isHealthy(workload, ended);
        default -> true;
      };
    }

    private boolean isZero(int code) throws CannotStart {
      if (code != 0) {
        throw refused("exited with code " + code);
      }
      return true;
    }

    /** Returns whether the container is healthy; a check that cannot run here counts as healthy. */
    private boolean isHealthy(Workload workload, boolean ended) throws CannotStart {
      if (workload.health().isEmpty()) {
        return true;
      }
      ContainerHealth health = workload.health().get();
      health.tick(Instant.now());
      if (ended || health.status() == ContainerHealth.Status.UNHEALTHY) {
        throw refused(ended ? "has ended" : "is UNHEALTHY");
      }
      return health.status() == ContainerHealth.Status.HEALTHY;
    }

    /** Returns the failure; ECS's own message is not documented. */
    private CannotStart refused(String why) {
      return new CannotStart("Dependency container %s %s".formatted(of.path("name").asText(), why));
    }
  }

  /** Returns the dependencies between the named containers of a task. */
  public static Dependencies of(JsonNode containers, Set<String> names) {
    List<JsonNode> here = new ArrayList<>();
    Json.stream(containers)
        .filter(container -> names.contains(container.path("name").asText()))
        .forEach(here::add);
    return new Dependencies(here);
  }
}
