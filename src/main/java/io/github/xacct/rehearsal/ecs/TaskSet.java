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

/**
 * One generation of a service's tasks: blue or green. Guarded by the monitor of its {@link
 * RunningService}.
 */
public final class TaskSet implements TargetOwner {

  /** What ECS does with a task set, as in DescribeTaskSets. */
  public enum Status {
    PRIMARY,
    ACTIVE,
    DRAINING
  }

  /** What an AppSpec asks of a task set beside its task definition. */
  public interface Wanted {
    String containerName();

    int containerPort();

    /** What it says instead of the service, as DescribeTaskSets spells it. */
    ObjectNode overrides();
  }

  private static final AtomicLong LAST_ID =
      new AtomicLong(Long.MAX_VALUE - System.currentTimeMillis());
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

  public final String id;

  public final TaskDefinitionRevision taskDefinition;
  public final TargetGroup targetGroup;

  /** Those of further load balancers, in which its tasks stand as well. */
  public volatile List<TargetGroup> others = List.of();

  /** The CodeDeploy deployment that made it; absent for a placeholder. */
  public final Optional<String> deploymentId;

  public final String containerName;
  public final int containerPort;

  /** What its AppSpec said instead of the service, as DescribeTaskSets spells it. */
  public final ObjectNode overrides;

  public final Instant createdAt = Instant.now();
  final List<Task> tasks = new ArrayList<>();

  /** Whether its tasks were running when the last rehearsal ended: their image is not asked for. */
  final boolean restored;

  /** Whether it begins a service that a stack creates, with an image from anywhere. */
  public boolean ofStack;

  /** What befalls its tasks on demand. */
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

  /** All in which its tasks stand. */
  List<TargetGroup> groups() {
    return Stream.concat(Stream.of(targetGroup), others.stream()).toList();
  }

  /** As AWS counts: downwards with time. */
  public static String newId() {
    return "ecs-svc/" + LAST_ID.getAndDecrement();
  }

  /** The primary of the last rehearsal, or the placeholder. */
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
   * The replacement of a deployment.
   *
   * @param deploymentId which one
   * @param fault that befalls its tasks
   */
  public static TaskSet replacement(
      String deploymentId,
      Wanted wanted,
      TaskDefinitionRevision taskDefinition,
      TargetGroup targetGroup,
      Optional<Fault> fault) {
    return replacement(newId(), deploymentId, wanted, taskDefinition, targetGroup, fault);
  }

  /** The same with an id that is known already. */
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

  /** What holds one task of no service. */
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
  public boolean suffers(Fault which) {
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
   * Whether a page stands in for its image: nothing was deployed yet, or what a template names
   * comes from outside the rehearsed registry.
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

  /** Of the image that a task of it has pulled for a container. */
  public Optional<String> digest(String container) {
    return container.equals(running())
        ? tasks.stream().flatMap(task -> task.imageDigest.stream()).findFirst()
        : Optional.empty();
  }

  /** The name of the container that runs. */
  String running() {
    return taskDefinition.running(containerName);
  }

  List<Task> alive() {
    return tasks.stream().filter(Task::alive).toList();
  }

  public long count(Phase phase) {
    return tasks.stream().filter(t -> t.alive() && t.phase == phase).count();
  }

  /** Whether all wanted tasks run and are found well. */
  public boolean isSteady() {
    return alive().size() == desired
        && alive().stream().allMatch(t -> t.phase == Phase.RUNNING && t.well());
  }

  /** Whether the back-off after failures allows another start. */
  boolean mayStart() {
    return !Instant.now().isBefore(nextStart);
  }

  /** Counts a start that failed before the app had any say in it. */
  void taskRefused() {
    refusals++;
    taskFailed();
  }

  /** Counts a death; ECS too waits longer and longer before it tries again. */
  void taskFailed() {
    failures++;
    Duration wait = Duration.ofMillis(250L << Math.min(failures - 1, 10));
    nextStart = Instant.now().plus(wait.compareTo(LONGEST_BACK_OFF) < 0 ? wait : LONGEST_BACK_OFF);
  }
}
