package io.github.xacct.goal.rehearsed;

import io.github.xacct.goal.configuration.RehearsalSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.TrafficShift;
import io.github.xacct.rehearsal.plan.EcsDeployment;

/**
 * Converts the settings of CodeDeploy to a deployment by ECS itself in a rehearsal: the deployment
 * configuration becomes the strategy, the termination wait the bake time, and the wait for approval
 * a pause while the test listener forwards to green.
 */
final class PlannedServiceDeployments {
  private PlannedServiceDeployments() {}

  static EcsDeployment of(Environment environment, RehearsalSettings rehearsal) {
    var how =
        strategy(environment.deploymentConfiguration().orElse(""), rehearsal.terminationWait());
    return rehearsal
        .readyWait()
        .map(minutes -> how.withPause("POST_TEST_TRAFFIC_SHIFT", minutes))
        .orElse(how);
  }

  private static EcsDeployment strategy(String configuration, int bakeTime) {
    var shift = TrafficShift.of(configuration).orElse(TrafficShift.allAtOnce());
    return switch (shift.kind()) {
      case CANARY -> EcsDeployment.canary(shift.percent(), shift.minutes(), bakeTime);
      case LINEAR -> EcsDeployment.linear(shift.percent(), shift.minutes(), bakeTime);
      case ALL_AT_ONCE -> EcsDeployment.blueGreen(bakeTime);
    };
  }
}
