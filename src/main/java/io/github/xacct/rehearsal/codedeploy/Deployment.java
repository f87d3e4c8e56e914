package io.github.xacct.rehearsal.codedeploy;

import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.elb.Listener;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A deployment and its progress, guarded by the monitor of its {@link RunningService}. Source:
 * CodeDeploy API reference, DeploymentInfo.
 */
public final class Deployment {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The status of a deployment or of its target, with its spelling in the API. */
  public enum Status {
    CREATED("Created"),
    PENDING("Pending"),
    IN_PROGRESS("InProgress"),
    READY("Ready"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    STOPPED("Stopped"),
    SKIPPED("Skipped");

    public final String wire;

    Status(String wire) {
      this.wire = wire;
    }

    static Status ofWire(String wire) {
      return Arrays.stream(values()).filter(s -> s.wire.equals(wire)).findFirst().orElseThrow();
    }

    boolean terminal() {
      return this == SUCCEEDED || this == FAILED || this == STOPPED;
    }
  }

  /** A lifecycle event of the target. */
  static final class Event {
    final String name;
    final String hookExecutionId = UUID.randomUUID().toString();
    Status status = Status.PENDING;
    Optional<Instant> start = Optional.empty();
    Optional<Instant> end = Optional.empty();
    Optional<String> problem = Optional.empty();

    /** The status that PutLifecycleEventHookExecutionStatus reported. */
    Optional<Status> reported = Optional.empty();

    Event(String name) {
      this.name = name;
    }
  }

  /** A request to stop the deployment. */
  record Stop(Optional<Boolean> rollback) {}

  public final String id;
  final RunningService service;

  /** The deployment group when the deployment was created. */
  public final DeploymentGroup group;

  /** The production listener, if there is one. */
  final Optional<Listener> production;

  final SubmittedAppSpec revision;
  final Optional<SubmittedAppSpec> previousRevision;
  final String configuration;
  final String description;
  final String creator;
  final List<String> rollbackEvents;
  final Instant createdAt;
  final List<Event> events = new ArrayList<>();

  /** The original task set; absent for a deployment of an earlier rehearsal. */
  final Optional<TaskSet> blue;

  Optional<TaskSet> green = Optional.empty();
  Status status = Status.CREATED;
  Status targetStatus = Status.PENDING;
  Instant updatedAt;
  Optional<Instant> startedAt = Optional.empty();
  Optional<Instant> completedAt = Optional.empty();
  Optional<String> errorCode = Optional.empty();
  Optional<String> errorMessage = Optional.empty();
  Optional<String> rollbackDeploymentId = Optional.empty();
  Optional<String> rollbackTriggeringDeploymentId = Optional.empty();
  Optional<String> rollbackMessage = Optional.empty();
  Optional<Stop> stop = Optional.empty();
  boolean continueReady;
  boolean continueTermination;

  /** Whether it still occupies its group, which it does until its rollback has been created. */
  boolean active = true;

  /** The input of CreateDeployment. */
  record Order(
      SubmittedAppSpec revision,
      Optional<SubmittedAppSpec> previousRevision,
      String configuration,
      String description,
      String creator,
      List<String> rollbackEvents) {}

  /** The service, group and listener of a deployment. */
  record DeploymentContext(
      RunningService service, DeploymentGroup group, Optional<Listener> production) {}

  Deployment(DeploymentContext context, Order order, Optional<TaskSet> blue) {
    this(newId(), Instant.now(), context, order, blue);
  }

  /** Returns a deployment of an earlier rehearsal. */
  static Deployment past(String id, Instant createdAt, DeploymentContext context, Order order) {
    Deployment past = new Deployment(id, createdAt, context, order, Optional.empty());
    past.active = false;
    return past;
  }

  private Deployment(
      String id,
      Instant createdAt,
      DeploymentContext context,
      Order order,
      Optional<TaskSet> blue) {
    this.id = id;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
    this.service = context.service();
    this.group = context.group();
    this.production = context.production();
    this.revision = order.revision();
    this.previousRevision = order.previousRevision();
    this.configuration = order.configuration();
    this.description = order.description();
    this.creator = order.creator();
    this.rollbackEvents = List.copyOf(order.rollbackEvents());
    this.blue = blue;
  }

  private static String newId() {
    StringBuilder name = new StringBuilder("d-");
    RANDOM.ints(9, 0, ALPHABET.length()).forEach(i -> name.append(ALPHABET.charAt(i)));
    return name.toString();
  }

  String targetId() {
    return service.key.cluster() + ":" + service.name();
  }

  boolean isOf(DeploymentGroup other) {
    return group.place().equals(other.place())
        && group.application().equals(other.application())
        && group.name().equals(other.name());
  }

  Optional<Event> event(String name) {
    return events.stream().filter(e -> e.name.equals(name)).findFirst();
  }

  /** Sets a new status and notifies all waiting threads. */
  void become(Status now) {
    status = now;
    updatedAt = Instant.now();
    if (now.terminal()) {
      completedAt = Optional.of(updatedAt);
    }
    service.changed();
  }
}
