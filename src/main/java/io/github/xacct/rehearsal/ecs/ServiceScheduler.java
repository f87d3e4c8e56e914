package io.github.xacct.rehearsal.ecs;

import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.ecs.Task.Phase;
import io.github.xacct.rehearsal.elb.Target;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.task.CannotStart;
import io.github.xacct.rehearsal.task.ContainerHealth;
import io.github.xacct.rehearsal.task.TaskPrerequisites;
import io.github.xacct.rehearsal.task.Workload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Keeps the desired number of tasks running: starts missing tasks, replaces stopped and unhealthy
 * ones, stops surplus ones. Source: ECS developer guide, "Amazon ECS service throttle logic" and
 * "Stopped tasks error messages".
 */
public final class ServiceScheduler {

  /**
   * The delay after which ECS reacts to an unhealthy target, so that the load balancer reports it
   * first.
   */
  private static final Duration UNHEALTHY_DELAY = Duration.ofSeconds(2);

  private static final Duration HOPELESS_GRACE = Duration.ofSeconds(1);

  private final TaskRunner runner;
  private final TaskPrerequisites prerequisites;
  private final TaskNetwork network;
  private final Pace pace;
  private final Executor workers;
  private final SilentTasks silentTasks;

  public ServiceScheduler(
      TaskRunner runner,
      TaskPrerequisites prerequisites,
      TaskNetwork network,
      Pace pace,
      Executor workers,
      Consumer<String> log) {
    this.runner = runner;
    this.prerequisites = prerequisites;
    this.network = network;
    this.pace = pace;
    this.workers = workers;
    this.silentTasks = new SilentTasks(log);
  }

  /** Compares running with desired tasks, and starts or stops tasks. */
  public void reconcile(RunningService service) {
    synchronized (service) {
      for (TaskSet set : List.copyOf(service.taskSets)) {
        set.alive().stream()
            .filter(task -> task.unhealthyFor(UNHEALTHY_DELAY))
            .forEach(task -> replaceUnhealthy(service, task));
        set.alive().forEach(task -> silentTasks.hint(service, task));
        set.alive().forEach(task -> checkContainer(service, task));
        scale(service, set);
        reportSteadiness(service, set);
      }
    }
  }

  private void replaceUnhealthy(RunningService service, Task task) {
    Target target = task.target.orElseThrow();
    service.event(
        ", taskSet %s) (task %s) (port %d) is unhealthy in (target-group %s) due to (reason %s)"
            .formatted(
                task.taskSet.id,
                task.id,
                target.address.getPort(),
                task.taskSet.targetGroup.arn,
                target.failure().orElse("Health checks failed")));
    task.taskSet.taskFailed();
    String reason =
        "Task failed ELB health checks in (target-group " + task.taskSet.targetGroup.arn + ")";
    stop(service, task, "ServiceSchedulerInitiated", reason);
  }

  private void checkContainer(RunningService service, Task task) {
    task.workload.flatMap(Workload::health).ifPresent(health -> health.tick(Instant.now()));
    if (task.health() == ContainerHealth.Status.UNHEALTHY) {
      service.event(") (task " + task.id + ") failed container health checks.");
      task.taskSet.taskFailed();
      stop(service, task, "ServiceSchedulerInitiated", "Task failed container health checks");
    }
  }

  private void scale(RunningService service, TaskSet set) {
    List<Task> alive = set.alive();
    for (int i = alive.size(); i < set.desired && set.mayStart(); i++) {
      if (set.hasFault(Fault.STUCK_INSTALL) || noCapacity(service)) {
        cannotPlace(service, set);
      } else {
        Optional<String> refusal = refusal(service, set);
        refusal.ifPresentOrElse(why -> cannotStart(service, set, why), () -> start(service, set));
      }
    }
    for (int i = set.desired; i < alive.size(); i++) {
      String reason = "Scaling activity initiated by (deployment " + set.id + ")";
      stop(service, alive.get(i), "ServiceSchedulerInitiated", reason);
    }
  }

  private static void reportSteadiness(RunningService service, TaskSet set) {
    boolean steady = set.isSteady();
    if (steady && !set.steady) {
      set.steadyAt = Instant.now();
      if (service.ofCodeDeploy()) {
        service.event(", taskSet " + set.id + ") updated state to STEADY_STATE.");
      }
      service.event(") has reached a steady state.");
    }
    if (steady != set.steady) {
      set.steady = steady;
      service.changed();
    }
  }

  private static boolean noCapacity(RunningService service) {
    return service.property("@NoCapacity").asBoolean();
  }

  private Optional<String> refusal(RunningService service, TaskSet set) {
    return set.restored
        ? Optional.empty()
        : prerequisites.refusal(service.place, set.taskDefinition);
  }

  private static void cannotStart(RunningService service, TaskSet set, String why) {
    service.event(") failed to launch a task with (error " + why + ").");
    set.taskRefused();
    service.changed();
  }

  /**
   * Adds the event that no capacity is available; on Fargate no task is created, and ECS retries.
   */
  private static void cannotPlace(RunningService service, TaskSet set) {
    service.event(
        ", taskSet %s) was unable to place a task. Reason: Capacity is unavailable at this time."
                .formatted(set.id)
            + " Please try again later or in a different availability zone.");
    set.taskRefused();
    service.changed();
  }

  private void start(RunningService service, TaskSet set) {
    Task task = new Task(set);
    set.tasks.add(task);
    service.trim(set);
    service.event(", taskSet " + set.id + ") has started 1 tasks: (task " + task.id + ").");
    service.changed();
    workers.execute(() -> run(service, task));
  }

  private void run(RunningService service, Task task) {
    try {
      started(service, task, runner.start(service, task));
    } catch (CannotStart e) {
      neverStarted(service, task, ErrorText.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      neverStarted(service, task, "The rehearsal ended.");
    } catch (RuntimeException e) {
      neverStarted(service, task, "Task failed to start: " + e);
    }
  }

  private void started(RunningService service, Task task, Workload workload) {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), workload.port());
    boolean unreachable =
        !task.taskSet.restored && !network.reachedByLoadBalancer(service, task.taskSet);
    boolean hopeless = unreachable || task.taskSet.hasFault(Fault.NEVER_HEALTHY);
    Duration grace = hopeless ? HOPELESS_GRACE : pace.startUpGrace();
    Target target = new Target(address, task.taskSet, grace);
    target.unreachable = unreachable;
    synchronized (service) {
      boolean stillWanted = task.alive();
      Phase phase = task.phase;
      task.running(workload, target);
      if (stillWanted) {
        task.taskSet.groups().forEach(group -> group.register(target));
        service.event(
            ", taskSet %s) registered 1 targets in (target-group %s)"
                .formatted(task.taskSet.id, task.taskSet.targetGroup.arn));
      } else {
        task.phase = phase;
        end(task);
      }
      service.changed();
    }
    var unused = workload.ended().thenAccept(code -> ended(service, task, code));
  }

  private void neverStarted(RunningService service, Task task, String reason) {
    synchronized (service) {
      if (task.alive()) {
        task.stopping("TaskFailedToStart", reason);
        task.taskSet.taskRefused();
        service.event(
            ", taskSet %s) (task %s) failed to start: %s"
                .formatted(task.taskSet.id, task.id, reason));
      }
      task.containerReason = Optional.of(reason);
      task.stopped();
      service.changed();
    }
  }

  private void ended(RunningService service, Task task, int exitCode) {
    synchronized (service) {
      task.exitCode = Optional.of(exitCode);
      if (task.alive()) {
        task.containerReason = task.workload.flatMap(w -> w.reason(exitCode));
        task.stopping("EssentialContainerExited", "Essential container in task exited");
        task.taskSet.taskFailed();
      }
      task.target.ifPresent(
          target -> {
            task.taskSet.targetGroup.deregister(target);
            task.taskSet.groups().forEach(group -> group.remove(target));
          });
      task.stopped();
      service.changed();
    }
  }

  /** Deregisters the task from the load balancer, waits for its requests, and stops it. */
  void stop(RunningService service, Task task, String code, String reason) {
    synchronized (service) {
      if (!task.alive()) {
        return;
      }
      task.stopping(code, reason);
      task.target.ifPresent(task.taskSet.targetGroup::deregister);
      if (task.workload.isPresent()) {
        end(task);
      }
      service.changed();
    }
  }

  private void end(Task task) {
    workers.execute(
        () -> {
          try {
            Target target = task.target.orElseThrow();
            target.awaitDrained(pace.drain());
            task.workload.orElseThrow().stop(pace.stop());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Stops a task set's tasks, waits for their end and removes it. */
  public void retireFully(RunningService service, TaskSet set) throws InterruptedException {
    retire(service, set);
    Duration limit = pace.drain().plus(pace.stop()).plusSeconds(5);
    service.await(limit, () -> set.tasks.stream().allMatch(t -> t.phase == Phase.STOPPED));
    service.remove(set);
  }

  private void retire(RunningService service, TaskSet set) {
    synchronized (service) {
      set.status = TaskSet.Status.DRAINING;
      set.desired = 0;
      set.alive()
          .forEach(
              task ->
                  stop(
                      service,
                      task,
                      "ServiceSchedulerInitiated",
                      "Scaling activity initiated by (deployment " + set.id + ")"));
      service.changed();
    }
  }
}
