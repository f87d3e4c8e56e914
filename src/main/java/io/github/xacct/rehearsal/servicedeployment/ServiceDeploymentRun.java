package io.github.xacct.rehearsal.servicedeployment;

import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs the lifecycle stages of a deployment, or its rollback. Source: ECS developer guide, "How
 * Amazon ECS blue/green deployments work".
 */
final class ServiceDeploymentRun {
  private static final int A_DAY = 1440;

  private final ServiceDeployment deployment;
  private final ServiceDeploymentWorld world;
  private final RunningService service;
  private final StageProgress progress;
  private final Hooks hooks;
  private final TrafficRules rules;

  /** The work of a stage. */
  private interface Work {
    void go() throws Halted, InterruptedException;
  }

  ServiceDeploymentRun(ServiceDeployment deployment, ServiceDeploymentWorld world) {
    this.deployment = deployment;
    this.world = world;
    this.service = deployment.service;
    this.progress = new StageProgress(deployment, world);
    this.hooks = new Hooks(deployment, world, progress);
    this.rules = new TrafficRules(world, TrafficRoute.all(service));
  }

  private Optional<TaskSet> blue() {
    return deployment.sources.stream().flatMap(source -> source.tasks.stream()).findFirst();
  }

  private TaskSet green() {
    return deployment.target.tasks.orElseThrow();
  }

  void forward() throws Halted, InterruptedException {
    awaitBlue();
    progress.begin();
    world.onTraffic().accept(service);
    if (service.taskSets.size() > 1) {
      stage(LifecycleStage.RECONCILE_SERVICE, this::consolidate);
    }
    rules.check();
    stage(LifecycleStage.PRE_SCALE_UP, () -> {});
    stage(LifecycleStage.SCALE_UP, this::scaleUp);
    stage(LifecycleStage.POST_SCALE_UP, () -> {});
    stage(LifecycleStage.TEST_TRAFFIC_SHIFT, () -> test(100));
    stage(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, () -> {});
    progress.watchAlarms();
    for (ServiceSettings.Step step : deployment.settings.steps()) {
      stage(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, () -> {});
      stage(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, () -> production(step.percent()));
      alarmOnDemand();
      progress.await(world.pace().minutes(step.minutes()), () -> false);
    }
    stage(LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT, () -> {});
    progress.enter(LifecycleStage.BAKE_TIME);
    progress.await(world.pace().minutes(deployment.settings.bakeTime()), () -> false);
    cleanUp();
  }

  /**
   * Waits until blue is steady. On AWS it runs long before a deployment; here it may still be
   * starting, and unanswered requests must not count as failed.
   */
  private void awaitBlue() throws Halted, InterruptedException {
    if (blue().isPresent()) {
      TaskSet set = blue().get();
      progress.await(world.pace().blueLimit(), () -> set.isSteady() || set.failures > 2);
    }
  }

  private void stage(LifecycleStage stage, Work work) throws Halted, InterruptedException {
    progress.enter(stage);
    work.go();
    hooks.run(stage, true);
    progress.awaitMinimum();
  }

  /** Removes everything but the serving revision, whatever an unfinished deployment left. */
  private void consolidate() throws Halted, InterruptedException {
    TaskSet serving = service.primary().orElseThrow();
    rules.production(serving.targetGroup.arn, 100, LifecycleStage.RECONCILE_SERVICE);
    rules.test(serving.targetGroup.arn, 100, LifecycleStage.RECONCILE_SERVICE);
    for (TaskSet set : List.copyOf(service.taskSets)) {
      if (set != serving) {
        world.scheduler().retireFully(service, set);
      }
    }
  }

  private void scaleUp() throws Halted, InterruptedException {
    Optional<Fault> fault = Fault.ofGreen(world.faults());
    TaskSet green = GreenTasks.of(deployment, world, fault);
    synchronized (service) {
      blue().ifPresent(set -> set.label = "Blue");
      deployment.target.tasks = Optional.of(green);
      service.add(green);
    }
    Optional<Integer> threshold = deployment.settings.failureThreshold(green.desired);
    Duration day = world.pace().minutes(A_DAY);
    Duration limit = fault.isPresent() ? day : longer(day, world.pace().shortestInstall());
    boolean ended =
        progress.await(
            limit,
            () -> {
              deployment.failures = green.failures;
              return green.isSteady()
                  || threshold.filter(most -> green.failures >= most).isPresent();
            });
    if (ended && !green.isSteady()) {
      throw Halted.byBreaker(deployment.settings);
    }
    if (!ended) {
      throw Halted.byTimeout(LifecycleStage.SCALE_UP);
    }
    if (blue().isEmpty()) {
      serves(green);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void test(double percent) throws Halted, InterruptedException {
    networkDelay();
    rules.test(deployment.target.targetGroup, percent, LifecycleStage.TEST_TRAFFIC_SHIFT);
    synchronized (service) {
      deployment.test = rules.hasTestRule() ? percent : 0;
      deployment.touch();
    }
  }

  private void production(double percent) throws Halted, InterruptedException {
    networkDelay();
    rules.production(
        deployment.target.targetGroup, percent, LifecycleStage.PRODUCTION_TRAFFIC_SHIFT);
    synchronized (service) {
      deployment.production = percent;
      deployment.touch();
    }
    if (percent >= 100) {
      serves(green());
    }
  }

  /** Waits after a shift behind a Network Load Balancer: "Amazon ECS adds 10 minutes". */
  private void networkDelay() throws Halted, InterruptedException {
    if (rules.network()) {
      progress.await(world.pace().minutes(10), () -> false);
    }
  }

  private void alarmOnDemand() throws Halted, InterruptedException {
    if (world.faults().contains(Fault.ALARM)) {
      progress.await(world.pace().seconds(20), () -> false);
      String alarm =
          deployment.settings.alarms().stream().findFirst().orElse(service.name() + "-5xx");
      deployment.ringing = List.of(alarm);
      throw Halted.byAlarm(alarm, true);
    }
  }

  private void serves(TaskSet set) {
    service.promote(set);
    world.onPrimary().accept(service, set);
  }

  private void cleanUp() throws InterruptedException {
    progress.enter(LifecycleStage.CLEAN_UP);
    if (blue().isPresent()) {
      world.scheduler().retireFully(service, blue().get());
    }
    progress.end(Status.SUCCESSFUL, Optional.empty());
    service.event(") (deployment " + deployment.id + ") deployment completed.");
  }

  /** Ends or rolls back the deployment after a failure. */
  void after(Halted halted) throws InterruptedException {
    switch (halted.end) {
      case SUPERSEDED -> progress.end(Status.STOPPED, Optional.of(halted.reason()));
      case STOP -> progress.end(Status.STOPPED, Optional.of(halted.reason()));
      case ROLLBACK -> back(halted);
    }
  }

  private void back(Halted halted) throws InterruptedException {
    service.event(") (deployment " + deployment.id + ") deployment failed: " + halted.reason());
    if (blue().isEmpty()) {
      progress.end(
          Status.ROLLBACK_FAILED,
          Optional.of("No rollback candidate was found to run the rollback."));
      return;
    }
    TaskSet blue = blue().get();
    world.onPrimary().accept(service, blue);
    progress.goBack(halted, deployment.sources.get(0).arn);
    try {
      trafficBack(blue);
    } catch (Halted again) {
      progress.end(Status.ROLLBACK_FAILED, Optional.of(again.reason()));
      return;
    }
    progress.enter(LifecycleStage.CLEAN_UP);
    if (deployment.target.tasks.isPresent()) {
      world.scheduler().retireFully(service, green());
    }
    progress.end(Status.ROLLBACK_SUCCESSFUL, Optional.empty());
  }

  /** Shifts traffic back in the same stages as forward; their functions are invoked again. */
  private void trafficBack(TaskSet blue) throws Halted, InterruptedException {
    if (deployment.production > 0) {
      progress.enter(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT);
      production(0);
      service.promote(blue);
      hooks.run(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, false);
    }
    if (deployment.test > 0) {
      progress.enter(LifecycleStage.TEST_TRAFFIC_SHIFT);
      test(0);
      hooks.run(LifecycleStage.TEST_TRAFFIC_SHIFT, false);
    }
    progress.awaitMinimum();
  }
}
