package io.github.xacct.aws.codedeploy;

import io.github.xacct.advice.Advice;
import io.github.xacct.advice.Advice.Place;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.model.Environment;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What helps against the error of a deployment: how it stood says more than the code alone. */
final class CodeDeployAdvice {
  private CodeDeployAdvice() {}

  static List<String> of(DeploymentState ended, Environment environment) {
    return Advice.on(
        waited(ended)
            ? Set.of(Place.DEPLOYMENT, Place.DEPLOYMENT_IN_READY)
            : Set.of(Place.DEPLOYMENT),
        ended.error().orElse(""),
        Map.of(
            "function", function(ended, environment),
            "environment", environment.name(),
            "region", environment.region().toString()));
  }

  /**
   * While a deployment waits, BeforeAllowTraffic is pending: nobody has continued it. Where no
   * event could be read: it is stopped when the wait runs out, but fails when Install does.
   */
  private static boolean waited(DeploymentState ended) {
    if (ended.lifecycle().isEmpty()) {
      return ended.status() == DeploymentStatus.STOPPED
          && ended.error().filter(e -> e.startsWith("TIMEOUT")).isPresent();
    }
    return ended.lifecycle().stream().anyMatch(e -> e.status().is(LifecycleStatus.SUCCEEDED))
        && ended.lifecycle().stream().noneMatch(e -> e.status().is(LifecycleStatus.FAILED))
        && ended.lifecycle().stream()
            .filter(e -> e.name().equals("BeforeAllowTraffic"))
            .anyMatch(e -> e.start().isEmpty() && !e.status().is(LifecycleStatus.SUCCEEDED));
  }

  /** The one of the hook that has failed. */
  private static String function(DeploymentState ended, Environment environment) {
    var failed =
        ended.lifecycle().stream().filter(e -> e.status().is(LifecycleStatus.FAILED)).findFirst();
    return environment.appSpec().hooks().entrySet().stream()
        .filter(h -> failed.filter(e -> e.name().equals(h.getKey().key())).isPresent())
        .map(h -> h.getValue().substring(h.getValue().lastIndexOf(':') + 1))
        .findFirst()
        .orElse("FUNCTION");
  }
}
