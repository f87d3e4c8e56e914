package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The current state of an ECS service: its task sets, tasks and events, guarded by the monitor of
 * this object, which is notified of each change. Its properties are in the resource store; a
 * service that only a deployment group names has none.
 */
public final class RunningService {
  private static final int EVENTS_KEPT = 100;
  private static final int STOPPED_TASKS_KEPT = 200;

  public final ServiceKey key;
  public final AccountRegion place;

  /** The name of its log folder: the environment's name, else the service's. */
  final String environment;

  public final List<TaskSet> taskSets = new ArrayList<>();
  final Instant createdAt = Instant.now();
  private final ResourceStore store;
  private final Deque<ObjectNode> events = new ArrayDeque<>();
  private final List<Task> departed = new ArrayList<>();
  private int desiredCount;

  RunningService(ServiceKey key, String environment, ResourceStore store) {
    this.key = key;
    this.place = key.place();
    this.environment = environment;
    this.store = store;
  }

  /** Returns its properties in the resource store; empty if it does not exist. */
  public Optional<ObjectNode> properties() {
    return store.find(place, ResourceTypeNames.SERVICE, key.id());
  }

  /** Returns a property; the missing node if it does not exist. */
  public JsonNode property(String name) {
    return properties()
        .map(p -> p.path(name))
        .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
  }

  public String name() {
    return key.name();
  }

  public String arn() {
    return key.arn();
  }

  String clusterArn() {
    return key.clusterArn();
  }

  String taskArn(Task task) {
    return place.arn("ecs", "task/" + key.cluster() + "/" + task.id);
  }

  String taskSetArn(TaskSet set) {
    return place.arn("ecs", "task-set/" + key.id() + "/" + set.id);
  }

  /** Returns whether it has the CODE_DEPLOY deployment controller. */
  public boolean ofCodeDeploy() {
    return property("DeploymentController").path("Type").asText("ECS").equals("CODE_DEPLOY");
  }

  public synchronized Optional<TaskSet> primary() {
    return taskSets.stream().filter(s -> s.status == TaskSet.Status.PRIMARY).findFirst();
  }

  synchronized int desiredCount() {
    return desiredCount;
  }

  /** Sets the desired number of tasks. */
  synchronized void setDesiredCount(int count) {
    desiredCount = count;
    taskSets.stream()
        .filter(s -> s.status != TaskSet.Status.DRAINING)
        .forEach(s -> s.desired = count);
    changed();
  }

  public synchronized void add(TaskSet set) {
    set.desired = desiredCount;
    taskSets.add(set);
    changed();
  }

  /** Removes a task set; its stopped tasks stay listed. */
  synchronized void remove(TaskSet set) {
    taskSets.remove(set);
    departed.addAll(set.tasks);
    changed();
  }

  /** Sets the primary task set; the former primary becomes active. */
  public synchronized void promote(TaskSet set) {
    taskSets.forEach(s -> s.status = TaskSet.Status.ACTIVE);
    set.status = TaskSet.Status.PRIMARY;
    changed();
  }

  /**
   * Returns all tasks, including stopped ones, which AWS keeps for at least an hour and the
   * rehearsal longer.
   */
  synchronized List<Task> tasks() {
    return Stream.concat(departed.stream(), taskSets.stream().flatMap(s -> s.tasks.stream()))
        .toList();
  }

  /** Removes the oldest stopped tasks of a task set that keeps crashing. */
  synchronized void trim(TaskSet set) {
    while (set.tasks.size() > STOPPED_TASKS_KEPT && set.tasks.get(0).phase == Task.Phase.STOPPED) {
      set.tasks.remove(0);
    }
  }

  /** Adds an event; only events of CodeDeploy's services mention task sets. */
  public synchronized void event(String text) {
    String words = ofCodeDeploy() ? text : text.replaceFirst("^, taskSet ecs-svc/\\d+\\)", ")");
    ObjectNode event = Json.object();
    event.put("id", UUID.randomUUID().toString());
    event.put("createdAt", Json.time(Instant.now()));
    event.put("message", "(service " + name() + words);
    events.addFirst(event);
    if (events.size() > EVENTS_KEPT) {
      events.removeLast();
    }
  }

  /** Returns the events of the service, newest first. */
  public synchronized List<ObjectNode> events() {
    return List.copyOf(events);
  }

  public synchronized void changed() {
    notifyAll();
  }

  /**
   * Waits until the condition holds.
   *
   * @return false if the limit is exceeded
   */
  public synchronized boolean await(Duration limit, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return true;
  }

  /**
   * Waits until the desired number of tasks runs.
   *
   * @return false if the limit is exceeded
   */
  public boolean awaitSteady(Duration limit) throws InterruptedException {
    return await(limit, () -> primary().filter(set -> set.steady && set.isSteady()).isPresent());
  }

  Optional<TaskSet> taskSet(String idOrArn) {
    synchronized (this) {
      return taskSets.stream()
          .filter(s -> s.id.equals(idOrArn) || taskSetArn(s).equals(idOrArn))
          .findFirst();
    }
  }
}
