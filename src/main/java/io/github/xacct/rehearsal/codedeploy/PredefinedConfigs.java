package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The predefined deployment configurations of all compute platforms. Source: CodeDeploy user guide,
 * "Working with deployment configurations in CodeDeploy".
 */
final class PredefinedConfigs {
  private static final String PREFIX = "CodeDeployDefault.";

  /**
   * The minimum healthy hosts of server configurations: a percentage if positive, else a number.
   */
  private static final Map<String, Integer> SERVER =
      Map.of("OneAtATime", -1, "HalfAtATime", 50, "AllAtOnce", 0);

  private static final List<String> LAMBDA =
      List.of(
          "LambdaAllAtOnce",
          "LambdaCanary10Percent5Minutes",
          "LambdaCanary10Percent10Minutes",
          "LambdaCanary10Percent15Minutes",
          "LambdaCanary10Percent30Minutes",
          "LambdaLinear10PercentEvery1Minute",
          "LambdaLinear10PercentEvery2Minutes",
          "LambdaLinear10PercentEvery3Minutes",
          "LambdaLinear10PercentEvery10Minutes");

  private PredefinedConfigs() {}

  static List<String> names() {
    List<String> names = new ArrayList<>(ShiftPlan.PREDEFINED);
    SERVER.keySet().forEach(name -> names.add(PREFIX + name));
    LAMBDA.forEach(name -> names.add(PREFIX + name));
    return names;
  }

  /**
   * Returns a configuration of another platform for GetDeploymentConfig; empty if it is for ECS or
   * unknown.
   */
  static Optional<ObjectNode> ofOtherPlatforms(String name) {
    String own = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
    ObjectNode info = Json.object().put("deploymentConfigName", name);
    Integer healthy = SERVER.get(own);
    if (healthy != null) {
      boolean percent = healthy > 0;
      info.putObject("minimumHealthyHosts")
          .put("type", percent ? "FLEET_PERCENT" : "HOST_COUNT")
          .put("value", healthy < 0 ? 1 : healthy);
      return Optional.of(info.put("computePlatform", "Server"));
    }
    if (!LAMBDA.contains(own)) {
      return Optional.empty();
    }
    info.put("computePlatform", "Lambda");
    info.set(
        "trafficRoutingConfig", ShiftPlan.named(own.replaceFirst("Minute$", "Minutes")).node());
    return Optional.of(info);
  }
}
