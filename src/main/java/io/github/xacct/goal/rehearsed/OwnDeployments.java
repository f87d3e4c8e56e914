package io.github.xacct.goal.rehearsed;

import io.github.xacct.goal.configuration.RehearsalSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import java.util.regex.Pattern;

/**
 * How ECS itself deploys an environment's service in a rehearsal: as its deployment configuration
 * of CodeDeploy would move the traffic. The wait for the original tasks to end becomes the bake
 * time, the wait for approval a pause with green on the test listener.
 */
final class OwnDeployments {
  private static final Pattern CANARY = Pattern.compile(".*Canary(\\d+)Percent(\\d+)Minutes");
  private static final Pattern LINEAR = Pattern.compile(".*Linear(\\d+)PercentEvery(\\d+)Minutes");

  private OwnDeployments() {}

  static EcsDeployment of(Environment environment, RehearsalSettings rehearsal) {
    var how =
        strategy(environment.deploymentConfiguration().orElse(""), rehearsal.terminationWait());
    return rehearsal
        .readyWait()
        .map(minutes -> how.withPause("POST_TEST_TRAFFIC_SHIFT", minutes))
        .orElse(how);
  }

  private static EcsDeployment strategy(String configuration, int bakeTime) {
    var canary = CANARY.matcher(configuration);
    var linear = LINEAR.matcher(configuration);
    if (canary.matches()) {
      return EcsDeployment.canary(number(canary.group(1)), number(canary.group(2)), bakeTime);
    }
    return linear.matches()
        ? EcsDeployment.linear(number(linear.group(1)), number(linear.group(2)), bakeTime)
        : EcsDeployment.blueGreen(bakeTime);
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }
}
