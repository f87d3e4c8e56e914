package io.github.xacct.rehearsal.codedeploy;

import io.github.xacct.rehearsal.codedeploy.Deployment.Event;
import io.github.xacct.rehearsal.codedeploy.Deployment.Status;
import io.github.xacct.rehearsal.codedeploy.Lifecycle.Action;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the lifecycle events of a deployment: start green, shift traffic, terminate blue. {@link
 * DeploymentHalted} ends it early. Source: CodeDeploy user guide, "AppSpec 'hooks' section for an
 * Amazon ECS deployment", run order of hooks.
 */
final class DeploymentRun {

  private final Deployment deployment;
  private final RunningService service;
  private final Lifecycle lifecycle;
  private final DeploymentWorld world;
  private final DeploymentGroup group;
  private final DeploymentTraffic traffic;
  private final Installation installation;
  private final SetUpCheck setUp;
  private final HookEvent hooks;

  DeploymentRun(Deployment deployment, DeploymentWorld world) {
    this.deployment = deployment;
    this.service = deployment.service;
    this.world = world;
    this.lifecycle = new Lifecycle(deployment);
    this.group = deployment.group;
    this.setUp = new SetUpCheck(world, deployment);
    this.hooks = new HookEvent(world, deployment, lifecycle);
    this.traffic = new DeploymentTraffic(deployment, world, lifecycle, setUp);
    this.installation = new Installation(deployment, world, lifecycle, setUp, traffic);
  }

  /** Starts and then waits until it is stopped. */
  void idle() throws DeploymentHalted, InterruptedException {
    lifecycle.begin(events(e -> {}).keySet());
    lifecycle.await(Duration.ofDays(2), () -> false);
  }

  private TaskSet blue() {
    return deployment.blue.orElseThrow();
  }

  /** Runs all events, including the termination wait. */
  void forward() throws DeploymentHalted, InterruptedException {
    Map<String, Action> actions = events(this::hook);
    actions.put("Install", e -> installation.perform());
    actions.replace("AllowTestTraffic", e -> traffic.test(green()));
    actions.put("AllowTraffic", e -> traffic.shift());
    try {
      setUp.begin();
    } catch (DeploymentHalted wrong) {
      lifecycle.begin(actions.keySet());
      throw wrong;
    }
    awaitBlue();
    lifecycle.begin(actions.keySet());
    world.notices().began(service);
    for (var step : actions.entrySet()) {
      if (step.getKey().equals("BeforeAllowTraffic")) {
        waitUntilContinued();
      }
      perform(step.getKey(), step.getValue());
    }
    lifecycle.succeedTarget();
    terminate();
  }

  /**
   * Waits until blue is steady. On AWS it runs long before a deployment; here it may still be
   * starting, and unanswered requests must not count as failed.
   */
  private void awaitBlue() throws DeploymentHalted, InterruptedException {
    lifecycle.await(world.pace().blueLimit(), () -> blue().isSteady() || blue().failures > 2);
    if (!blue().isSteady()) {
      world
          .log()
          .accept(
              "The original task set %s of %s is not healthy; deployment %s begins without it."
                  .formatted(
                      blue().taskDefinition.familyAndRevision(), service.name(), deployment.id));
    }
  }

  /** Performs an event, which takes half a second even without an action, as on AWS. */
  private void perform(String name, Action action) throws DeploymentHalted, InterruptedException {
    lifecycle.perform(
        name,
        event -> {
          setUp.checkStillExists();
          action.perform(event);
          lifecycle.pause(world.pace().seconds(0.5));
        });
  }

  /** Shifts traffic back to blue and terminates green. */
  void back() throws DeploymentHalted, InterruptedException {
    Map<String, Action> actions = events(e -> {});
    actions.put("AllowTraffic", e -> traffic.back());
    lifecycle.begin(actions.keySet());
    for (var step : actions.entrySet()) {
      perform(step.getKey(), step.getValue());
    }
    lifecycle.succeedTarget();
    Optional<TaskSet> left = deployment.green;
    if (left.isPresent()) {
      retire(left.get());
    }
    lifecycle.succeed();
  }

  private Map<String, Action> events(Action hook) {
    Map<String, Action> actions = new LinkedHashMap<>();
    actions.put("BeforeInstall", hook);
    actions.put("Install", e -> {});
    actions.put("AfterInstall", hook);
    if (group.testListener().isPresent()) {
      // Without a test listener these two events do not exist, instead of being skipped.
      actions.put("AllowTestTraffic", e -> traffic.test(blue()));
      actions.put("AfterAllowTestTraffic", hook);
    }
    actions.put("BeforeAllowTraffic", hook);
    actions.put("AllowTraffic", e -> {});
    actions.put("AfterAllowTraffic", hook);
    return actions;
  }

  private void hook(Event event) throws DeploymentHalted, InterruptedException {
    Optional<String> function = Optional.ofNullable(deployment.revision.hooks().get(event.name));
    if (function.isPresent()) {
      setUp.hook(function.get());
    }
    if (world.faults().contains(Fault.HOOK_FAILS) && event.name.equals(hookToFail())) {
      throw hooks.reportedFailure(event);
    }
    if (function.isPresent()) {
      hooks.await(event, function.get());
    }
  }

  private String hookToFail() {
    return SubmittedAppSpec.HOOKS.stream()
        .filter(deployment.revision.hooks()::containsKey)
        .filter(name -> deployment.event(name).isPresent())
        .findFirst()
        .orElse("AfterInstall");
  }

  private TaskSet green() {
    return deployment.green.orElseThrow();
  }

  private void waitUntilContinued() throws DeploymentHalted, InterruptedException {
    Optional<Integer> minutes = group.readyWait();
    if (minutes.isEmpty()) {
      return;
    }
    lifecycle.become(Status.READY);
    boolean continued =
        lifecycle.await(world.pace().minutes(minutes.get()), () -> deployment.continueReady);
    if (!continued) {
      throw DeploymentHalted.byWaitRunOut();
    }
    lifecycle.become(Status.IN_PROGRESS);
  }

  /**
   * Terminates blue after the termination wait, during which the target has succeeded and the
   * deployment is in progress.
   */
  private void terminate() throws DeploymentHalted, InterruptedException {
    lifecycle.await(
        world.pace().minutes(group.terminationWait()), () -> deployment.continueTermination);
    setUp.checkStillExists();
    retire(blue());
    lifecycle.succeed();
  }

  private void retire(TaskSet set) throws InterruptedException {
    world.scheduler().retireFully(service, set);
  }

  /** Reports the end; a rollback is a separate deployment. */
  void conclude(DeploymentHalted halted) {
    lifecycle.conclude(halted);
  }

  /** Returns whether there is something to roll back: not if only BeforeInstall has run. */
  boolean changedAnything() {
    return deployment.green.isPresent();
  }

  static boolean rollsBack(Deployment deployment, DeploymentHalted halted) {
    return halted.rollbackOrdered.orElse(deployment.rollbackEvents.contains(halted.rollbackEvent));
  }
}
