package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Translates a deployment configuration to a deployment strategy of ECS. Source: CodeDeploy user
 * guide, "Deployment configurations on an Amazon ECS compute platform"; ECS API reference,
 * LinearConfiguration and CanaryConfiguration.
 */
final class StrategyTranslation {
  private static final String SUBJECT = "deployment configuration";
  private static final Pattern PREDEFINED =
      Pattern.compile("CodeDeployDefault\\.ECS(Canary|Linear)(\\d+)Percent(Every)?(\\d+)Minutes?");

  /** The maximum wait between steps in ECS, in minutes; CodeDeploy allows 2880. */
  static final int MOST_MINUTES = 1440;

  private static final double SMALLEST_STEP = 3;

  private final List<String> losses = new ArrayList<>();

  /**
   * Adds the strategy to the deployment configuration and returns its line of the plan.
   *
   * @param name name of CodeDeploy's deployment configuration
   * @param described response of GetDeploymentConfig, if it could be read
   */
  static Translated into(ObjectNode deployment, String name, JsonNode described) {
    return new StrategyTranslation().translate(deployment, name, described);
  }

  private Translated translate(ObjectNode deployment, String name, JsonNode described) {
    Matcher predefined = PREDEFINED.matcher(name);
    String to;
    if (name.equals("CodeDeployDefault.ECSAllAtOnce")) {
      to = atOnce(deployment);
    } else if (predefined.matches()) {
      double percent = Double.parseDouble(predefined.group(2));
      int minutes = Integer.parseInt(predefined.group(4));
      to =
          predefined.group(1).equals("Canary")
              ? canary(deployment, percent, minutes)
              : linear(deployment, percent, minutes);
    } else {
      to = custom(deployment, name, described.path("trafficRoutingConfig"));
    }
    var translated = Translated.of(SUBJECT, name, to);
    return losses.isEmpty() ? translated : translated.losing(String.join("; ", losses));
  }

  private String custom(ObjectNode deployment, String name, JsonNode routing) {
    return switch (routing.path("type").asText()) {
      case "AllAtOnce" -> atOnce(deployment);
      case "TimeBasedCanary" ->
          canary(
              deployment,
              routing.path("timeBasedCanary").path("canaryPercentage").asDouble(),
              routing.path("timeBasedCanary").path("canaryInterval").asInt());
      case "TimeBasedLinear" ->
          linear(
              deployment,
              routing.path("timeBasedLinear").path("linearPercentage").asDouble(),
              routing.path("timeBasedLinear").path("linearInterval").asInt());
      default ->
          throw XacctException.yours(
                  "Deployment configuration "
                      + name
                      + " cannot be read, so it is not known how"
                      + " traffic is to move.")
              .suggestion("allow codedeploy:GetDeploymentConfig to the role that is assumed, or")
              .suggestion("name a predefined one: <deploymentConfiguration>");
    };
  }

  private static String atOnce(ObjectNode deployment) {
    deployment.put("strategy", "BLUE_GREEN");
    return "BLUE_GREEN";
  }

  private String canary(ObjectNode deployment, double percent, int minutes) {
    int bake = within(minutes, "wait after the canary");
    deployment.put("strategy", "CANARY");
    deployment
        .putObject("canaryConfiguration")
        .put("canaryPercent", percent)
        .put("canaryBakeTimeInMinutes", bake);
    return "CANARY, " + percent + " % for " + bake + " min";
  }

  private String linear(ObjectNode deployment, double percent, int minutes) {
    int bake = within(minutes, "wait after each step");
    double step = Math.max(percent, SMALLEST_STEP);
    if (step > percent) {
      losses.add("ECS's steps have at least 3 %: " + percent + " % become " + step + " %");
    }
    deployment.put("strategy", "LINEAR");
    deployment
        .putObject("linearConfiguration")
        .put("stepPercent", step)
        .put("stepBakeTimeInMinutes", bake);
    return "LINEAR, " + step + " % every " + bake + " min";
  }

  private int within(int minutes, String what) {
    if (minutes > MOST_MINUTES) {
      losses.add("the " + what + " has at most " + MOST_MINUTES + " min at ECS, not " + minutes);
    }
    return Math.min(minutes, MOST_MINUTES);
  }
}
