package io.github.xacct.rehearsal.servicedeployment;

import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A deployment by the ECS deployment controller and its progress, guarded by the monitor of its
 * service. Source: ECS API reference, ServiceDeployment.
 */
final class ServiceDeployment {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The rollback of a deployment. */
  record Rollback(String reason, Instant startedAt, String revision) {}

  final String arn;

  /** The deployment ID in DescribeServices and in startedBy of tasks. */
  final String id = TaskSet.newId();

  final RunningService service;
  final ServiceRevision target;
  final ServiceSettings settings;
  final Instant createdAt;
  List<ServiceRevision> sources;
  Status status = Status.PENDING;
  Optional<LifecycleStage> stage = Optional.empty();
  Optional<String> reason = Optional.empty();
  Optional<Instant> startedAt = Optional.empty();
  Optional<Instant> finishedAt = Optional.empty();
  Optional<Instant> stoppedAt = Optional.empty();
  Instant updatedAt;
  Optional<Rollback> rollback = Optional.empty();
  final List<HookRun> hooks = new ArrayList<>();

  /** The percentage of production traffic for green. */
  double production;

  double test;
  int failures;
  List<String> ringing = List.of();

  /** Whether alarms are ignored because one was in ALARM when it began. */
  boolean alarmsIgnored;

  boolean stopRequested;

  /** The ARN of the deployment that replaced it. */
  Optional<String> superseded = Optional.empty();

  ServiceDeployment(
      RunningService service,
      ServiceSettings settings,
      List<ServiceRevision> sources,
      ServiceRevision target) {
    this(newArn(service), Instant.now(), service, settings, sources, target);
  }

  ServiceDeployment(
      String arn,
      Instant createdAt,
      RunningService service,
      ServiceSettings settings,
      List<ServiceRevision> sources,
      ServiceRevision target) {
    this.arn = arn;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
    this.service = service;
    this.settings = settings;
    this.sources = List.copyOf(sources);
    this.target = target;
  }

  private static String newArn(RunningService service) {
    var id = new StringBuilder();
    RANDOM.ints(21, 0, ALPHABET.length()).forEach(i -> id.append(ALPHABET.charAt(i)));
    return service.place.arn("ecs", "service-deployment/" + service.key.id() + "/" + id);
  }

  boolean active() {
    return !status.terminal();
  }

  /** Sets a new status and notifies all waiting threads. */
  void become(Status now) {
    status = now;
    touch();
    if (now.terminal()) {
      finishedAt = Optional.of(updatedAt);
    }
  }

  void touch() {
    updatedAt = Instant.now();
    service.changed();
  }
}
