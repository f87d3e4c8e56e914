package io.github.xacct.goal.rehearsed;

import io.github.xacct.goal.configuration.RehearsalSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.TrafficShift;
import io.github.xacct.rehearsal.plan.EcsDeployment;

/**
 * How ECS itself deploys an environment's service in a rehearsal: as its deployment configuration
 * of CodeDeploy would move the traffic. The wait for the original tasks to end becomes the bake
 * time, the wait for approval a pause with green on the test listener.
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
