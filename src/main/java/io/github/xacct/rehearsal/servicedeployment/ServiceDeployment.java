package io.github.xacct.rehearsal.servicedeployment;

import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One deployment that ECS makes itself, and how far it is. Guarded by the monitor of its service.
 * Source: ECS API reference, ServiceDeployment.
 */
final class ServiceDeployment {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** What became of it going back. */
  record Rollback(String reason, Instant startedAt, String revision) {}

  final String arn;

  /** As DescribeServices shows it among its deployments, and tasks as who started them. */
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

  /** Percents that green gets. */
  double production;

  double test;
  int failures;
  List<String> ringing = List.of();

  /** Alarms that were ringing when it began, and are not looked at therefore. */
  boolean alarmsIgnored;

  boolean stopRequested;

  /** The one that took its place. */
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

  /** Takes note of a new status and reports all who wait for one. */
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
