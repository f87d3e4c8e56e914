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
 * One ECS service as it is now: its task sets, tasks and events. The monitor of this object guards
 * all of that, and is notified of each change. What it should be stands in the estate; a deployment
 * group may also name a service that is not there, which has nothing then.
 */
public final class RunningService {
  private static final int EVENTS_KEPT = 100;
  private static final int STOPPED_TASKS_KEPT = 200;

  public final ServiceKey key;
  public final AccountRegion place;

  /** The environment's name, else the service's: a folder for its logs. */
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

  /** As it stands in the estate; empty if it does not. */
  public Optional<ObjectNode> properties() {
    return store.find(place, ResourceTypeNames.SERVICE, key.id());
  }

  /** What stands there under a name; the missing node if nothing does. */
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

  /** Whether the service scales a CodeDeploy deployment's task sets. */
  public boolean ofCodeDeploy() {
    return property("DeploymentController").path("Type").asText("ECS").equals("CODE_DEPLOY");
  }

  public synchronized Optional<TaskSet> primary() {
    return taskSets.stream().filter(s -> s.status == TaskSet.Status.PRIMARY).findFirst();
  }

  synchronized int desiredCount() {
    return desiredCount;
  }

  /** Runs so many tasks from now on. */
  synchronized void desire(int count) {
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

  /** Forgets a task set; its stopped tasks stay listed. */
  synchronized void remove(TaskSet set) {
    taskSets.remove(set);
    departed.addAll(set.tasks);
    changed();
  }

  /** Makes a task set the primary one; the former primary stays active beside it. */
  public synchronized void promote(TaskSet set) {
    taskSets.forEach(s -> s.status = TaskSet.Status.ACTIVE);
    set.status = TaskSet.Status.PRIMARY;
    changed();
  }

  /** All tasks, stopped ones too. AWS keeps those for at least an hour; here they stay longer. */
  synchronized List<Task> tasks() {
    return Stream.concat(departed.stream(), taskSets.stream().flatMap(s -> s.tasks.stream()))
        .toList();
  }

  /** Drops the oldest stopped tasks of a set that crashes without end. */
  synchronized void trim(TaskSet set) {
    while (set.tasks.size() > STOPPED_TASKS_KEPT && set.tasks.get(0).phase == Task.Phase.STOPPED) {
      set.tasks.remove(0);
    }
  }

  /** Adds an event; only CodeDeploy's services speak of task sets. */
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

  /** The events of the service, newest first. */
  public synchronized List<ObjectNode> events() {
    return List.copyOf(events);
  }

  public synchronized void changed() {
    notifyAll();
  }

  /**
   * Waits until the condition holds.
   *
   * @return whether it does; false when the time is up
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
   * Waits until as many tasks run as shall.
   *
   * @return whether they do; false when the time is up
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
