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

/** Suggests how to fix a deployment's error, from its state as well as from its error code. */
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
   * Whether the deployment ended in its ready wait: BeforeAllowTraffic has not started. Without
   * events: the status is Stopped if the wait timed out, but Failed if Install did.
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

  /** Returns the Lambda function of the failed hook, or a placeholder. */
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
