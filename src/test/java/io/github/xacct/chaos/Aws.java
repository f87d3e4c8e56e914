package io.github.xacct.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The truth: one service, one deployment group, and what becomes of deployments as time passes.
 * Here CodeDeploy deploys; {@link EcsAws} has what differs where ECS does. Knows nothing of the
 * wire, and shares nothing with the code that it is to catch.
 */
class Aws {
  static final String BLUE = "arn:aws:ecs:eu-central-1:222222222222:task-definition/shop:1";
  private static final String FAMILY =
      "arn:aws:ecs:eu-central-1:222222222222:task-definition/shop:";
  static final List<String> HOOKS =
      List.of(
          "BeforeInstall",
          "AfterInstall",
          "AfterAllowTestTraffic",
          "BeforeAllowTraffic",
          "AfterAllowTraffic");
  static final List<String> ORDER =
      List.of(
          "BeforeInstall",
          "Install",
          "AfterInstall",
          "AllowTestTraffic",
          "AfterAllowTestTraffic",
          "(ready)",
          "BeforeAllowTraffic",
          "AllowTraffic",
          "AfterAllowTraffic");

  /** The lifecycle events, the wait of Ready, and the termination wait. */
  static final int STAGES = ORDER.size() + 1;

  /** A task, with its end if it has had one. */
  static final class Task {
    String id;
    TaskSet set;
    Instant created;
    Instant stopped;
    String stopCode;
    String reason;
    Integer exitCode;
  }

  static final class TaskSet {
    String id;
    String externalId;
    String taskDefinition;
    String targetGroup;
    Instant created;
    boolean primary;
    boolean unhealthy;
    double weight;
  }

  /** One lifecycle event. */
  static final class Step {
    String status = "Pending";
    Instant start;
    Instant end;
    String message;
  }

  /** A pause of ECS's own deployments; what comes once it is continued. */
  record Pause(String hookId, Instant since, Instant expires, Runnable then) {}

  static final class Deployment {
    String id;
    String description;
    String taskDefinition;
    Truth truth;
    boolean rollback;
    String undoes;
    String rollbackId;
    boolean rollbackComing;
    String status = "Created";
    String errorCode;
    String errorMessage;
    Instant created;
    Instant completed;
    TaskSet blue;
    TaskSet green;
    boolean targetSucceeded;
    boolean stopAsked;

    /** By a stop that came before any of ours. */
    boolean stoppedBySomebody;

    /** Whether its end asked for one. */
    boolean rollbackAsked;

    int creator;

    /** The pause that waits for an answer, where ECS deploys. */
    Pause pause;

    final Map<String, Step> steps = new LinkedHashMap<>();

    boolean ended() {
      return status.equals("Succeeded") || status.equals("Failed") || status.equals("Stopped");
    }

    boolean badly() {
      return status.equals("Failed") || status.equals("Stopped");
    }
  }

  private record Planned(Instant at, long order, Runnable what) implements Comparable<Planned> {
    @Override
    public int compareTo(Planned other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  final List<Deployment> deployments = new ArrayList<>();
  final List<TaskSet> taskSets = new ArrayList<>();
  final List<Task> tasks = new ArrayList<>();
  final Map<String, JsonNode> revisions = new LinkedHashMap<>();
  final List<String> story = new ArrayList<>();

  /** When the first stop was asked for. */
  Instant stopAsked;

  Optional<Night.Removed> removed = Optional.empty();
  boolean sessionsRevoked;
  final Instant began;

  /** When each began. */
  final Map<Disturbance, Instant> outages = new LinkedHashMap<>();

  final Scenario scenario;
  private final PriorityQueue<Planned> plan = new PriorityQueue<>();
  Instant now;
  private int crowd = 1;
  private long order;

  Aws(Scenario scenario, Instant now, JsonNode blue) {
    this.scenario = scenario;
    this.now = now;
    this.began = now;
    revisions.put(BLUE, blue);
    var set = taskSet("none", BLUE, "blue-tg");
    set.primary = true;
    set.weight = 100;
    startTask(set);
    if (scenario.night().crowd() > 1) {
      crowd(scenario.night().crowd());
    }
    for (int i = 0; i < scenario.night().past(); i++) {
      past(i);
    }
    if (scenario.page() < 100) {
      for (int i = 0; i < 2 * scenario.page(); i++) {
        scaleIn(startTask(set)); // they fill the first pages of whoever asks for stopped tasks
      }
    }
  }

  /** A deployment of long ago; the newest look like one of this very build. */
  private void past(int number) {
    var d = new Deployment();
    d.id = id(deployments.size() + 1);
    boolean alike = scenario.night().past() - number <= 2;
    d.description =
        alike
            ? OurProcess.description(scenario, "%012x".formatted(number))
            : "run %012x image sha256:efefefefefef: shop 1.3 by ann".formatted(number);
    d.taskDefinition = BLUE;
    d.truth = Truth.SUCCEEDS;
    d.creator = -3;
    d.created = now.minus(Duration.ofHours(300L - number));
    d.completed = d.created.plusSeconds(300);
    d.blue = taskSets.get(0);
    d.status = "Succeeded";
    deployments.add(d);
  }

  /** Makes it a service of so many tasks, of which as many have been scaled in of late. */
  void crowd(int size) {
    crowd = size;
    for (int i = 1; i < size; i++) {
      startTask(taskSets.get(0));
      scaleIn(startTask(taskSets.get(0)));
    }
  }

  private void scaleIn(Task task) {
    task.stopped = now;
    task.stopCode = "ServiceSchedulerInitiated";
    task.reason = "Scaling activity initiated by (deployment ecs-svc/1)";
    task.exitCode = 143;
  }

  /** Lets everything happen that is due by then. */
  void advance(Instant until) {
    while (!plan.isEmpty() && !plan.peek().at().isAfter(until)) {
      var next = plan.poll();
      now = next.at();
      next.what().run();
    }
    now = until;
  }

  /** The task definition that has all production traffic; empty if it is split. */
  Optional<String> serving() {
    return taskSets.stream().filter(t -> t.weight == 100).map(t -> t.taskDefinition).findFirst();
  }

  double weightOf(Deployment deployment) {
    return deployment.green == null || !taskSets.contains(deployment.green)
        ? 0
        : deployment.green.weight;
  }

  Optional<Deployment> find(String id) {
    return deployments.stream().filter(d -> d.id.equals(id)).findFirst();
  }

  Optional<Deployment> active() {
    return deployments.stream().filter(d -> !d.ended()).findFirst();
  }

  /** A group that is about to roll back takes no other deployment. */
  Optional<Deployment> busy() {
    return active().or(() -> deployments.stream().filter(d -> d.rollbackComing).findFirst());
  }

  String register(JsonNode definition) {
    String arn = FAMILY + (revisions.size() + 1);
    revisions.put(arn, definition);
    report("registered " + arn);
    return arn;
  }

  /** Before a deployment is created. */
  void makeWay() {
    if (busy().isPresent()) {
      throw new IllegalStateException("two deployments at a time");
    }
  }

  String id(int number) {
    return "d-%09d".formatted(number);
  }

  Deployment create(String description, String taskDefinition, Truth truth, int creator) {
    makeWay();
    var d = new Deployment();
    d.id = id(deployments.size() + 1);
    d.description = description;
    d.taskDefinition = taskDefinition;
    d.truth = truth;
    d.creator = creator;
    d.created = now;
    d.blue = taskSets.stream().filter(t -> t.primary).findFirst().orElseThrow();
    ORDER.stream().filter(n -> !n.startsWith("(")).forEach(n -> d.steps.put(n, new Step()));
    created(d);
    deployments.add(d);
    report("created " + d.id + " of " + taskDefinition + ", " + truth);
    if (truth == Truth.FAILS_AT_ONCE) {
      end(d, "Failed", "INVALID_REVISION", "no such container", false);
    }
    later(
        d,
        2,
        () -> {
          d.status = "InProgress";
          step(d, 0);
        });
    if (creator >= 0) {
      var removal = scenario.night().removal().filter(r -> removed.isEmpty());
      removal.ifPresent(r -> later(d, r.after(), () -> remove(d, r.what())));
    }
    return d;
  }

  /** What there is of a deployment from its beginning. */
  void created(Deployment d) {}

  void remove(Deployment d, Night.Removed what) {
    removed = Optional.of(what);
    report(what + " is deleted");
    if (what == Night.Removed.GROUP) {
      later(d, 3, () -> end(d, "Failed", "DEPLOYMENT_GROUP_MISSING", "the group is gone", false));
      return;
    }
    tasks.stream().filter(t -> t.stopped == null).forEach(this::scaleIn);
    taskSets.clear();
    boolean auto = scenario.autoRollback();
    later(d, 3, () -> end(d, "Failed", "INVALID_ECS_SERVICE", "no such ECS service", auto));
  }

  private void foreignStop(Deployment d, int stage) {
    if (d.creator >= 0 && !d.stoppedBySomebody) {
      scenario
          .night()
          .stop()
          .filter(stop -> stop.stage() == stage)
          .ifPresent(stop -> later(d, stop.after(), () -> somebodyStops(d, stop.rollback())));
    }
  }

  private void somebodyStops(Deployment d, boolean rollback) {
    d.stoppedBySomebody |= !d.stopAsked;
    stop(d, rollback);
  }

  /** Asked for by a person or by us; takes effect a little later. */
  void stop(Deployment d, boolean rollback) {
    d.stopAsked = true;
    stopAsked = stopAsked == null ? now : stopAsked;
    report("stop asked of " + d.id + (rollback ? " with" : " without") + " rollback");
    later(d, scenario.stopTakes(), () -> end(d, "Stopped", "MANUAL_STOP", "stopped", rollback));
  }

  boolean proceed(Deployment d) {
    if (!d.status.equals("Ready")) {
      return false;
    }
    d.status = "InProgress";
    step(d, ORDER.indexOf("(ready)") + 1);
    return true;
  }

  final void step(Deployment d, int index) {
    if (index == ORDER.size()) {
      d.targetSucceeded = true;
      report(d.id + " has shifted");
      foreignStop(d, index);
      later(d, scenario.termination() * 60L, () -> succeed(d));
      return;
    }
    String name = ORDER.get(index);
    foreignStop(d, index);
    if (name.equals("(ready)")) {
      ready(d, index);
      return;
    }
    var step = d.steps.get(name);
    step.status = "InProgress";
    step.start = now;
    Runnable done =
        () -> {
          step.status = "Succeeded";
          step.end = now;
          step(d, index + 1);
        };
    switch (name) {
      case "Install" -> install(d, done);
      case "AllowTraffic" -> shift(d, 1, done);
      default -> later(d, 1, () -> hook(d, HOOKS.indexOf(name), done));
    }
  }

  private void hook(Deployment d, int hook, Runnable done) {
    if (hook != scenario.hook() || d.rollback) {
      done.run();
      return;
    }
    boolean auto = scenario.autoRollback() && hook > 0;
    switch (d.truth) {
      case HOOK_FAILS ->
          end(d, "Failed", "HOOK_EXECUTION_FAILURE", "a lifecycle hook failed", auto);
      case ROLLBACK_FAILS ->
          end(d, "Failed", "HOOK_EXECUTION_FAILURE", "a lifecycle hook failed", hook > 0);
      case ALARM -> end(d, "Stopped", "ALARM_ACTIVE", "an alarm is active", auto);
      case STOPPED_BY_SOMEBODY -> {
        somebodyStops(d, scenario.autoRollback());
        done.run();
      }
      default -> done.run();
    }
  }

  /** A new one beside the one that serves. */
  final TaskSet replacement(Deployment d) {
    return taskSet(
        d.id, d.taskDefinition, d.blue.targetGroup.equals("blue-tg") ? "g-tg" : "blue-tg");
  }

  private void install(Deployment d, Runnable done) {
    if (d.green == null) {
      d.green = replacement(d);
    }
    switch (d.truth) {
      case CRASH_LOOPS -> crash(d, 400);
      case NEVER_HEALTHY -> {
        d.green.unhealthy = true;
        crash(d, 60);
      }
      case SUCCEEDS_AFTER_ALL -> {
        later(d, 5, () -> die(d));
        later(d, 8, () -> die(d));
        if (new Dice(scenario.seed()).of("one too many").percent(50)) {
          later(d, 10, () -> die(d)); // the breaker opens while it comes up
        }
        later(d, 13, () -> cameUp(d, done));
      }
      default -> later(d, 8, () -> cameUp(d, done));
    }
    later(d, installLimit(), () -> timeOut(d));
  }

  /** Seconds. */
  int installLimit() {
    return scenario.installLimit();
  }

  private void cameUp(Deployment d, Runnable done) {
    for (int i = 0; i < crowd; i++) {
      startTask(d.green);
    }
    done.run();
  }

  private void timeOut(Deployment d) {
    if (d.steps.get("Install").status.equals("InProgress")) {
      end(d, "Failed", "TIMEOUT", "not steady within 60 minutes", scenario.autoRollback());
    }
  }

  private void crash(Deployment d, int times) {
    long every = d.truth == Truth.CRASH_LOOPS ? 10 : 400;
    later(
        d,
        every,
        () -> {
          die(d);
          if (times > 0) {
            crash(d, times - 1);
          }
        });
  }

  private void die(Deployment d) {
    var task = startTask(d.green);
    task.stopped = now;
    boolean crashed = d.truth != Truth.NEVER_HEALTHY;
    task.stopCode = crashed ? "EssentialContainerExited" : "ServiceSchedulerInitiated";
    task.reason = crashed ? "Essential container in task exited" : "Task failed ELB health checks";
    task.exitCode = crashed ? 1 : 143;
  }

  void ready(Deployment d, int index) {
    if (scenario.readyWait() == 0) {
      step(d, index + 1);
      return;
    }
    d.status = "Ready";
    if (scenario.approved() > 0) {
      later(d, scenario.approved() * 60L, () -> proceed(d));
    }
    later(
        d,
        scenario.readyWait() * 60L,
        () -> {
          if (d.status.equals("Ready")) {
            end(d, "Stopped", "TIMEOUT", "the wait ran out", scenario.autoRollback());
          }
        });
  }

  void shift(Deployment d, int number, Runnable done) {
    double weight = number == scenario.steps() ? 100 : scenario.steps() == 2 ? 10 : 25 * number;
    taskSets.forEach(t -> t.weight = 0);
    d.green.weight = weight;
    d.blue.weight = 100 - weight;
    if (weight == 100) {
      d.green.primary = true;
      d.blue.primary = false;
      later(d, 1, done);
    } else {
      later(d, scenario.interval() * 60L, () -> shift(d, number + 1, done));
    }
  }

  private void succeed(Deployment d) {
    d.status = "Succeeded";
    d.completed = now;
    taskSets.removeIf(t -> t != d.green);
    report(d.id + " Succeeded");
  }

  void end(Deployment d, String status, String code, String message, boolean rollback) {
    d.status = status;
    d.errorCode = code;
    d.errorMessage = message;
    d.completed = now;
    for (var step : d.steps.values()) {
      if (step.status.equals("InProgress")) {
        step.status = "Failed";
        step.end = now;
        step.message = message;
      } else if (step.status.equals("Pending")) {
        step.status = "Skipped";
      }
    }
    report(d.id + " " + status + " " + code);
    d.rollbackAsked = rollback;
    if (rollback && !d.rollback) {
      d.rollbackComing = true;
      after(rollbackAppears(), () -> rollBack(d));
    }
  }

  /** Seconds after the failure. */
  int rollbackAppears() {
    return scenario.rollbackAppears();
  }

  String rollbackId(Deployment failed) {
    return id(deployments.size() + 1);
  }

  /** What becomes of a rollback. */
  Night.Rollback fate() {
    return scenario.night().rollback();
  }

  private void rollBack(Deployment failed) {
    var d = new Deployment();
    d.id = rollbackId(failed);
    d.description = "rollback of " + failed.id;
    d.taskDefinition = failed.blue.taskDefinition;
    d.truth = failed.truth;
    d.rollback = true;
    d.undoes = failed.id;
    d.created = now;
    d.blue = failed.green == null ? failed.blue : failed.green;
    d.green = failed.blue;
    d.creator = -1;
    d.steps.put("AllowTraffic", new Step());
    deployments.add(d);
    failed.rollbackId = d.id;
    failed.rollbackComing = false;
    report(d.id + " rolls " + failed.id + " back");
    later(d, 2, () -> d.status = "InProgress");
    var fate = fate();
    if (fate == Night.Rollback.STOPPED_BY_SOMEBODY) {
      later(d, 4, () -> end(d, "Stopped", "MANUAL_STOP", "stopped", false));
    }
    later(d, fate == Night.Rollback.TAKES_LONG ? 300 : 6, () -> restored(d, failed));
  }

  private boolean rollbacksFail(Deployment d) {
    return d.truth == Truth.ROLLBACK_FAILS || fate() == Night.Rollback.FAILS || removed.isPresent();
  }

  /** Whether it comes to a good end, as far as it is up to AWS. */
  boolean canBeUndone(Deployment d) {
    return !rollbacksFail(d) && fate() != Night.Rollback.STOPPED_BY_SOMEBODY;
  }

  final void restored(Deployment d, Deployment failed) {
    if (rollbacksFail(d)) {
      end(d, "Failed", "ECS_UPDATE_ERROR", "cannot go back", false);
      return;
    }
    taskSets.removeIf(t -> t == failed.green);
    taskSets.forEach(t -> t.primary = t == failed.blue);
    taskSets.forEach(t -> t.weight = t == failed.blue ? 100 : 0);
    d.steps.get("AllowTraffic").status = "Succeeded";
    d.targetSucceeded = true;
    d.status = "Succeeded";
    d.completed = now;
    report(d.id + " Succeeded");
  }

  private TaskSet taskSet(String externalId, String taskDefinition, String targetGroup) {
    var set = new TaskSet();
    set.id = "ecs-svc/%019d".formatted(++order);
    set.externalId = externalId;
    set.taskDefinition = taskDefinition;
    set.targetGroup = targetGroup;
    set.created = now;
    taskSets.add(set);
    return set;
  }

  private Task startTask(TaskSet set) {
    var task = new Task();
    task.id = "%032x".formatted(++order);
    task.set = set;
    task.created = now;
    tasks.add(task);
    return task;
  }

  /** Unless the deployment has ended by then. */
  final void later(Deployment d, long seconds, Runnable what) {
    after(
        seconds,
        () -> {
          if (!d.ended()) {
            what.run();
          }
        });
  }

  private void after(long seconds, Runnable what) {
    plan.add(new Planned(now.plus(Duration.ofSeconds(seconds)), ++order, what));
  }

  void report(String what) {
    story.add(now + "  AWS: " + what);
  }
}
