package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.Task.Phase;
import io.github.xacct.rehearsal.elb.TargetGroup;
import io.github.xacct.rehearsal.elb.TargetOwner;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A task set of a service, blue or green, guarded by the monitor of its {@link RunningService}. */
public final class TaskSet implements TargetOwner {

  /** The statuses of DescribeTaskSets. */
  public enum Status {
    PRIMARY,
    ACTIVE,
    DRAINING
  }

  /** The settings of an AppSpec besides the task definition. */
  public interface Wanted {
    String containerName();

    int containerPort();

    /** Returns the settings that override the service's, with the names of DescribeTaskSets. */
    ObjectNode overrides();
  }

  private static final AtomicLong LAST_ID =
      new AtomicLong(Long.MAX_VALUE - System.currentTimeMillis());
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

  public final String id;

  public final TaskDefinitionRevision taskDefinition;
  public final TargetGroup targetGroup;

  /** The target groups of further load balancers, in which its tasks are registered too. */
  public volatile List<TargetGroup> others = List.of();

  /** The CodeDeploy deployment that created it; absent for a placeholder. */
  public final Optional<String> deploymentId;

  public final String containerName;
  public final int containerPort;

  /** The settings that override the service's, with the names of DescribeTaskSets. */
  public final ObjectNode overrides;

  public final Instant createdAt = Instant.now();
  final List<Task> tasks = new ArrayList<>();

  /**
   * Whether its tasks were running when the last rehearsal ended, so that their image is not pulled
   * again.
   */
  final boolean restored;

  /** Whether it is the first one of a stack's service, whose image may be from anywhere. */
  public boolean ofStack;

  /** The injected fault of its tasks. */
  final Optional<Fault> fault;

  public volatile Status status;
  public volatile String label;
  public int desired;
  public int failures;
  public int refusals;
  Instant steadyAt = Instant.EPOCH;
  public boolean steady;
  private Instant nextStart = Instant.EPOCH;

  private TaskSet(
      String id,
      TaskDefinitionRevision taskDefinition,
      TargetGroup targetGroup,
      Optional<String> deploymentId,
      String containerName,
      int containerPort,
      ObjectNode overrides,
      boolean restored,
      Optional<Fault> fault) {
    this.id = id;
    this.taskDefinition = taskDefinition;
    this.targetGroup = targetGroup;
    this.deploymentId = deploymentId;
    this.containerName = containerName;
    this.containerPort = containerPort;
    this.overrides = overrides;
    this.restored = restored;
    this.fault = fault;
    this.status = restored ? Status.PRIMARY : Status.ACTIVE;
    this.label = restored ? "Blue" : "Green";
  }

  /** Returns all target groups in which its tasks are registered. */
  List<TargetGroup> groups() {
    return Stream.concat(Stream.of(targetGroup), others.stream()).toList();
  }

  /** Returns a new ID; as in AWS, the numbers decrease. */
  public static String newId() {
    return "ecs-svc/" + LAST_ID.getAndDecrement();
  }

  /** Returns the primary task set of the last rehearsal, or the placeholder. */
  static TaskSet original(
      TaskDefinitionRevision taskDefinition,
      TargetGroup targetGroup,
      Optional<String> deploymentId,
      String containerName,
      int containerPort,
      ObjectNode overrides) {
    return new TaskSet(
        newId(),
        taskDefinition,
        targetGroup,
        deploymentId,
        containerName,
        containerPort,
        overrides,
        true,
        Optional.empty());
  }

  /**
   * Returns the replacement task set of a deployment.
   *
   * @param deploymentId of the deployment
   * @param fault of its tasks
   */
  public static TaskSet replacement(
      String deploymentId,
      Wanted wanted,
      TaskDefinitionRevision taskDefinition,
      TargetGroup targetGroup,
      Optional<Fault> fault) {
    return replacement(newId(), deploymentId, wanted, taskDefinition, targetGroup, fault);
  }

  /** Returns the replacement task set of a deployment, with a given ID. */
  public static TaskSet replacement(
      String id,
      String deploymentId,
      Wanted wanted,
      TaskDefinitionRevision taskDefinition,
      TargetGroup targetGroup,
      Optional<Fault> fault) {
    return new TaskSet(
        id,
        taskDefinition,
        targetGroup,
        Optional.of(deploymentId),
        wanted.containerName(),
        wanted.containerPort(),
        wanted.overrides(),
        false,
        fault);
  }

  /** Returns the task set of a task without a service. */
  static TaskSet oneOff(
      TaskDefinitionRevision taskDefinition,
      TargetGroup targetGroup,
      String containerName,
      JsonNode network) {
    ObjectNode overrides = Json.object();
    if (network.isObject()) {
      overrides.set("networkConfiguration", network);
    }
    return new TaskSet(
        "",
        taskDefinition,
        targetGroup,
        Optional.empty(),
        containerName,
        0,
        overrides,
        false,
        Optional.empty());
  }

  @Override
  public boolean hasFault(Fault which) {
    return fault.filter(f -> f == which).isPresent();
  }

  @Override
  public String trafficLabel() {
    return placeholder() ? "placeholder" : label.toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public String runs() {
    return taskDefinition.familyAndRevision();
  }

  @Override
  public int containerPort() {
    return containerPort;
  }

  /**
   * Returns whether a placeholder page replaces its image: nothing was deployed yet, or its image
   * is not in the rehearsed registry.
   */
  boolean placeholder() {
    return taskDefinition.placeholder()
        || (restored || ofStack) && taskDefinition.foreign(running());
  }

  public long runningTasks() {
    return count(Phase.RUNNING);
  }

  public long pendingTasks() {
    return count(Phase.PENDING);
  }

  /** Returns the digest of the image that a task pulled for a container, or empty. */
  public Optional<String> digest(String container) {
    return container.equals(running())
        ? tasks.stream().flatMap(task -> task.imageDigest.stream()).findFirst()
        : Optional.empty();
  }

  /** Returns the name of the container that runs. */
  String running() {
    return taskDefinition.running(containerName);
  }

  List<Task> alive() {
    return tasks.stream().filter(Task::alive).toList();
  }

  public long count(Phase phase) {
    return tasks.stream().filter(t -> t.alive() && t.phase == phase).count();
  }

  /** Returns whether the desired number of tasks runs and is healthy. */
  public boolean isSteady() {
    return alive().size() == desired
        && alive().stream().allMatch(t -> t.phase == Phase.RUNNING && t.isHealthy());
  }

  /** Returns whether the back-off after failures allows another start. */
  boolean mayStart() {
    return !Instant.now().isBefore(nextStart);
  }

  /** Counts a start that failed before the app ran. */
  void taskRefused() {
    refusals++;
    taskFailed();
  }

  /** Counts a stopped task; like ECS, waits longer before each retry. */
  void taskFailed() {
    failures++;
    Duration wait = Duration.ofMillis(250L << Math.min(failures - 1, 10));
    nextStart = Instant.now().plus(wait.compareTo(LONGEST_BACK_OFF) < 0 ? wait : LONGEST_BACK_OFF);
  }
}
