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
 * One task and how far it is in its life. Guarded by the monitor of its {@link RunningService}.
 * Source: ECS developer guide, "Amazon ECS task lifecycle".
 */
public final class Task {

  /** The part of the lifecycle that can be seen here. */
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

  /** What is known of a task that is of no service. */
  Optional<OneOff> oneOff = Optional.empty();

  /**
   * A task of no service.
   *
   * @param startedBy empty if the call says nothing
   * @param overrides as the call has them
   */
  record OneOff(String group, String startedBy, JsonNode overrides, JsonNode tags) {}

  /** Who started it: a task set, or whom the call names. */
  String startedBy() {
    return oneOff.map(OneOff::startedBy).orElse(taskSet.id);
  }

  /** Whether it has been reported that it does not listen where it should. */
  boolean hinted;

  Task(TaskSet taskSet) {
    this.taskSet = taskSet;
  }

  /** Whether it is wanted to run, as far as is known. */
  boolean alive() {
    return stoppingAt.isEmpty() && phase != Phase.STOPPED;
  }

  /** Of the container that has a health check of its own; UNKNOWN if none has. */
  ContainerHealth.Status health() {
    return workload
        .flatMap(Workload::health)
        .map(ContainerHealth::status)
        .orElse(ContainerHealth.Status.UNKNOWN);
  }

  /** Whether the load balancer finds it well, and its own check, if it has one. */
  boolean well() {
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
