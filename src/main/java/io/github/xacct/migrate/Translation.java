package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Translates CodeDeploy's configuration to ECS's, and lists what is lost. Source: ECS developer
 * guide, "Migrate CodeDeploy blue/green deployments to Amazon ECS blue/green deployments".
 *
 * @param deployment the service's {@code deploymentConfiguration}
 */
public record Translation(ObjectNode deployment, List<Translated> lines) {
  /** Members that a service with rolling updates has and keeps. */
  static final List<String> KEPT_OF_ROLLING =
      List.of("maximumPercent", "minimumHealthyPercent", "deploymentCircuitBreaker", "alarms");

  private static final int LONGEST_PAUSE = 20_160;

  /**
   * Translates the configuration of a service for its move to ECS.
   *
   * @param group the deployment group; empty for a service with rolling updates
   * @param configurationName name of the deployment configuration
   * @param described the deployment configuration, if it could be read
   * @param hooks the AppSpec's hooks
   * @param absentAlarms names of the group's alarms that do not exist
   * @param network whether the service is behind a Network Load Balancer
   */
  static Translation of(
      Optional<JsonNode> group,
      String configurationName,
      JsonNode described,
      HookTranslation hooks,
      List<String> absentAlarms,
      boolean network) {
    ObjectNode deployment = MoveJson.object();
    var lines = new ArrayList<Translated>();
    if (group.isEmpty()) {
      deployment.put("strategy", "BLUE_GREEN").put("bakeTimeInMinutes", 5);
      lines.add(Translated.of("strategy", "ROLLING", "BLUE_GREEN with a bake time of 5 min"));
    } else {
      lines.add(StrategyTranslation.into(deployment, configurationName, described));
      lines.add(bakeTime(deployment, group.get()));
      ready(deployment, group.get()).ifPresent(lines::add);
      lines.addAll(new SafetyTranslation(group.get(), absentAlarms).into(deployment));
      lines.addAll(TriggerTranslation.of(group.get()));
      lines.addAll(hooks.into(deployment));
      lines.add(
          Translated.of(
                  "AppSpec",
                  "appspec.yaml, one for each deployment",
                  "no counterpart: a deployment is one UpdateService with the task definition")
              .losing(
                  "network, capacity providers, platform version and hooks cannot differ from one"
                      + " deployment to the next"));
    }
    if (network) {
      lines.add(
          Translated.of(
                  "Network Load Balancer", "all at once only", "canary and linear are possible")
              .losing("ECS adds 10 minutes to each shift of test and of production traffic"));
    }
    deployment.put("maximumPercent", 200).put("minimumHealthyPercent", 100);
    return new Translation(deployment, List.copyOf(lines));
  }

  /** Translates ECS's configuration for the way back to CodeDeploy. */
  static Translation back(JsonNode deployment, String configurationName) {
    var lines = new ArrayList<Translated>();
    lines.add(
        Translated.of("strategy", deployment.path("strategy").asText(), configurationName)
            .losing("CodeDeploy has the configurations of its own list, or one that you create"));
    lines.add(
        Translated.of(
            "bake time",
            deployment.path("bakeTimeInMinutes").asInt() + " min",
            "the same termination wait"));
    MoveJson.stream(deployment.path("lifecycleHooks"))
        .forEach(
            hook ->
                lines.add(
                    Translated.of(
                            hook.path("targetType").asText("AWS_LAMBDA")
                                + " at "
                                + hook.path("lifecycleStages"),
                            "of the service",
                            "nothing")
                        .losing(
                            "CodeDeploy waits once, in Ready, and its functions are another"
                                + " kind")));
    return new Translation(MoveJson.object(), List.copyOf(lines));
  }

  static String strategy(ObjectNode deployment) {
    return deployment.path("strategy").asText();
  }

  private static Translated bakeTime(ObjectNode deployment, JsonNode group) {
    JsonNode blue =
        group
            .path("blueGreenDeploymentConfiguration")
            .path("terminateBlueInstancesOnDeploymentSuccess");
    int wait = blue.path("terminationWaitTimeInMinutes").asInt(0);
    int bake = Math.min(wait, StrategyTranslation.MOST_MINUTES);
    deployment.put("bakeTimeInMinutes", bake);
    boolean kept = blue.path("action").asText("TERMINATE").equals("KEEP_ALIVE");
    var line =
        Translated.of(
            "termination wait",
            kept ? "KEEP_ALIVE" : wait + " min",
            "bake time of " + bake + " min");
    if (kept) {
      return line.losing("ECS always ends the old tasks after the bake time");
    }
    return bake < wait
        ? line.losing(
            "the bake time has at most 1440 min: the old tasks are kept "
                + (wait - bake)
                + " min less, and after that a rollback is a new deployment")
        : line;
  }

  private static Optional<Translated> ready(ObjectNode deployment, JsonNode group) {
    JsonNode ready = group.path("blueGreenDeploymentConfiguration").path("deploymentReadyOption");
    if (!ready.path("actionOnTimeout").asText().equals("STOP_DEPLOYMENT")) {
      return Optional.empty();
    }
    int minutes = Math.max(1, ready.path("waitTimeInMinutes").asInt());
    ObjectNode pause = deployment.withArray("/lifecycleHooks").addObject();
    pause.put("targetType", "PAUSE").putArray("lifecycleStages").add("POST_TEST_TRAFFIC_SHIFT");
    pause
        .putObject("timeoutConfiguration")
        .put("timeoutInMinutes", Math.min(minutes, LONGEST_PAUSE))
        .put("action", "ROLLBACK");
    return Optional.of(
        Translated.of(
                "wait in Ready",
                minutes + " min, then the deployment stops",
                "PAUSE at POST_TEST_TRAFFIC_SHIFT, " + minutes + " min, then ROLLBACK")
            .losing(
                "ContinueDeployment becomes ContinueServiceDeployment with the pause's hookId"
                    + " (mvn xacct:continue sends either)"));
  }
}
