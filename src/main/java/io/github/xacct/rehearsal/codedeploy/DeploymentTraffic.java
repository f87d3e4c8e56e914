package io.github.xacct.rehearsal.codedeploy;

import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.elb.TargetGroup;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shifts a deployment's traffic: test traffic to the replacement task set, production traffic in
 * the steps of its configuration, and all of it back.
 */
final class DeploymentTraffic {
  private final Deployment deployment;
  private final RunningService service;
  private final DeploymentGroup group;
  private final DeploymentWorld world;
  private final Lifecycle lifecycle;
  private final SetUpCheck setUp;

  DeploymentTraffic(
      Deployment deployment, DeploymentWorld world, Lifecycle lifecycle, SetUpCheck setUp) {
    this.deployment = deployment;
    this.service = deployment.service;
    this.group = deployment.group;
    this.world = world;
    this.lifecycle = lifecycle;
    this.setUp = setUp;
  }

  private TaskSet blue() {
    return deployment.blue.orElseThrow();
  }

  private TaskSet green() {
    return deployment.green.orElseThrow();
  }

  private void share(Optional<String> listener, Map<TargetGroup, Integer> percents) {
    listener.ifPresent(
        arn -> world.loadBalancing().share(group.place(), group.targetGroups(), arn, percents));
    service.changed();
  }

  void test(TaskSet to) {
    share(group.testListener(), Map.of(to.targetGroup, 100));
  }

  void shift() throws DeploymentHalted, InterruptedException {
    for (ShiftPlan.Step step : steps()) {
      int percent = step.greenPercent();
      share(
          group.productionListener(),
          Map.of(green().targetGroup, percent, blue().targetGroup, 100 - percent));
      if (world.faults().contains(Fault.ALARM)) {
        lifecycle.pause(world.pace().seconds(20));
        throw DeploymentHalted.byAlarm(
            group.alarms().stream().findFirst().orElseGet(() -> alarm(service)));
      }
      if (step.waitMinutes() > 0) {
        lifecycle.pause(world.pace().minutes(step.waitMinutes()));
        setUp.checkStillExists();
      }
    }
    service.promote(green());
    world.notices().promoted(service, green());
  }

  private List<ShiftPlan.Step> steps() {
    return ShiftPlan.find(world.store(), group.place(), deployment.configuration)
        .orElseGet(() -> ShiftPlan.named(deployment.configuration))
        .steps();
  }

  static String alarm(RunningService service) {
    return service.name() + "-5xx";
  }

  void allToBlue() {
    test(blue());
    share(group.productionListener(), Map.of(blue().targetGroup, 100));
  }

  void back() {
    allToBlue();
    service.promote(blue());
    world.notices().promoted(service, blue());
  }
}
