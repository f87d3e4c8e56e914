package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.elb.Target;
import io.github.xacct.rehearsal.task.ContainerHealth;
import io.github.xacct.rehearsal.task.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A task and its lifecycle, guarded by the monitor of its {@link RunningService}. Source: ECS
 * developer guide, "Amazon ECS task lifecycle".
 */
public final class Task {

  /** The simulated part of the task lifecycle. */
  public enum Phase {
    PENDING,
    RUNNING,
    DEACTIVATING,
    STOPPED
  }

  final String id = UUID.randomUUID().toString().replace("-", "");
  final TaskSet taskSet;
  final Instant createdAt = Instant.now();
  volatile Phase phase = Phase.PENDING;
  Optional<Instant> startedAt = Optional.empty();
  Optional<Instant> stoppingAt = Optional.empty();
  Optional<Instant> stoppedAt = Optional.empty();
  Optional<String> stopCode = Optional.empty();
  Optional<String> stoppedReason = Optional.empty();
  Optional<String> containerReason = Optional.empty();
  Optional<Integer> exitCode = Optional.empty();
  Optional<String> imageDigest = Optional.empty();
  Optional<Workload> workload = Optional.empty();
  Optional<Target> target = Optional.empty();

  /** The details of a task without a service; empty for a service's task. */
  Optional<OneOff> oneOff = Optional.empty();

  /**
   * The details of a task without a service.
   *
   * @param startedBy empty if the call specifies none
   * @param overrides of the call
   */
  record OneOff(String group, String startedBy, JsonNode overrides, JsonNode tags) {}

  /** Returns startedBy: the task set, or the value of the call. */
  String startedBy() {
    return oneOff.map(OneOff::startedBy).orElse(taskSet.id);
  }

  /** Whether the hint that it does not listen on its port has been logged. */
  boolean hinted;

  Task(TaskSet taskSet) {
    this.taskSet = taskSet;
  }

  /** Returns whether it is neither stopping nor stopped. */
  boolean alive() {
    return stoppingAt.isEmpty() && phase != Phase.STOPPED;
  }

  /** Returns the status of the container's own health check; UNKNOWN if it has none. */
  ContainerHealth.Status health() {
    return workload
        .flatMap(Workload::health)
        .map(ContainerHealth::status)
        .orElse(ContainerHealth.Status.UNKNOWN);
  }

  /** Returns whether the load balancer's and its own health check, if it has one, are healthy. */
  boolean isHealthy() {
    return healthyBehindListener()
        && (workload.flatMap(Workload::health).isEmpty()
            || health() == ContainerHealth.Status.HEALTHY);
  }

  private boolean healthyBehindListener() {
    return target.filter(t -> t.health() == Target.Health.HEALTHY).isPresent();
  }

  boolean unhealthyFor(Duration time) {
    return target.filter(t -> t.unhealthyFor(time)).isPresent();
  }

  void running(Workload started, Target behind) {
    workload = Optional.of(started);
    imageDigest = started.imageDigest();
    target = Optional.of(behind);
    startedAt = Optional.of(Instant.now());
    phase = Phase.RUNNING;
  }

  void stopping(String code, String reason) {
    stopCode = Optional.of(code);
    stoppedReason = Optional.of(reason);
    stoppingAt = Optional.of(Instant.now());
    phase = Phase.DEACTIVATING;
  }

  void stopped() {
    stoppedAt = Optional.of(Instant.now());
    if (stoppingAt.isEmpty()) {
      stoppingAt = stoppedAt;
    }
    phase = Phase.STOPPED;
  }
}
