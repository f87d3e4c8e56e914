package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps in which production traffic shifts. Source: CodeDeploy user guide, "Deployment
 * configurations on an Amazon ECS compute platform".
 *
 * @param type as in GetDeploymentConfig
 * @param percent of the canary or of each linear step
 * @param minutes between steps
 */
public record ShiftPlan(String type, int percent, int minutes) {
  public static final List<String> PREDEFINED =
      List.of(
          "CodeDeployDefault.ECSAllAtOnce",
          "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
          "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
          "CodeDeployDefault.ECSCanary10Percent5Minutes",
          "CodeDeployDefault.ECSCanary10Percent15Minutes");

  private static final Pattern CANARY = Pattern.compile(".*Canary(\\d+)Percent(\\d+)Minutes");
  private static final Pattern LINEAR = Pattern.compile(".*Linear(\\d+)PercentEvery(\\d+)Minutes");

  /** One step: green's percentage, and the minutes until the next step. */
  public record Step(int greenPercent, int waitMinutes) {}

  /**
   * Returns the plan in a configuration's name, because the rehearsal knows only the name of a
   * custom one; any other name means all at once.
   */
  public static ShiftPlan named(String configuration) {
    Matcher canary = CANARY.matcher(configuration);
    if (canary.matches()) {
      return of("TimeBasedCanary", canary);
    }
    Matcher linear = LINEAR.matcher(configuration);
    return linear.matches() ? of("TimeBasedLinear", linear) : new ShiftPlan("AllAtOnce", 100, 0);
  }

  /** Returns the predefined or custom configuration of a name; empty if there is none. */
  static Optional<ShiftPlan> find(ResourceStore store, AccountRegion place, String configuration) {
    if (PREDEFINED.contains(configuration)) {
      return Optional.of(named(configuration));
    }
    return store
        .find(place, ResourceTypeNames.DEPLOYMENT_CONFIG, configuration)
        .map(
            p ->
                p.has("TrafficRoutingConfig")
                    ? of(p.path("TrafficRoutingConfig"))
                    : named(configuration));
  }

  private static ShiftPlan of(JsonNode routing) {
    JsonNode canary = routing.path("TimeBasedCanary");
    JsonNode linear = routing.path("TimeBasedLinear");
    return switch (routing.path("Type").asText()) {
      case "TimeBasedCanary" ->
          new ShiftPlan(
              "TimeBasedCanary",
              canary.path("CanaryPercentage").asInt(10),
              canary.path("CanaryInterval").asInt(5));
      case "TimeBasedLinear" ->
          new ShiftPlan(
              "TimeBasedLinear",
              linear.path("LinearPercentage").asInt(10),
              linear.path("LinearInterval").asInt(1));
      default -> new ShiftPlan("AllAtOnce", 100, 0);
    };
  }

  private static ShiftPlan of(String type, Matcher name) {
    int percent = Math.max(1, Math.min(100, Integer.parseInt(name.group(1))));
    return new ShiftPlan(type, percent, Integer.parseInt(name.group(2)));
  }

  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (type.equals("TimeBasedLinear")) {
      for (int share = percent; share < 100; share += percent) {
        steps.add(new Step(share, minutes));
      }
    } else if (percent < 100) {
      steps.add(new Step(percent, minutes));
    }
    steps.add(new Step(100, 0));
    return steps;
  }

  /** Returns the {@code trafficRoutingConfig} member. */
  ObjectNode node() {
    ObjectNode node = Json.object().put("type", type);
    switch (type) {
      case "TimeBasedCanary" ->
          node.putObject("timeBasedCanary")
              .put("canaryPercentage", percent)
              .put("canaryInterval", minutes);
      case "TimeBasedLinear" ->
          node.putObject("timeBasedLinear")
              .put("linearPercentage", percent)
              .put("linearInterval", minutes);
      default -> {
        // All at once has no parameters.
      }
    }
    return node;
  }
}
