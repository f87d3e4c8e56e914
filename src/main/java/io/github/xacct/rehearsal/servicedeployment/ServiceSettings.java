package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The deployment configuration of a service. Source: ECS API reference, DeploymentConfiguration.
 *
 * @param node with the API's member names
 */
record ServiceSettings(ObjectNode node) {
  static final String ROLLING = "ROLLING";
  private static final int FEWEST_FAILURES = 3;
  private static final int MOST_FAILURES = 200;

  /** One step: green's percentage, and the minutes until the next step. */
  record Step(double percent, int minutes) {}

  static ServiceSettings of(RunningService service) {
    JsonNode configured = service.property("DeploymentConfiguration");
    return new ServiceSettings(
        MemberCase.ofApi(configured.isObject() ? configured : Json.object()));
  }

  /** Returns a copy with one more hook. */
  ServiceSettings with(String hook) {
    ObjectNode more = node.deepCopy();
    try {
      more.withArray("/lifecycleHooks").add(Json.JSON.readTree(hook));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    return new ServiceSettings(more);
  }

  String strategy() {
    return node.path("strategy").asText(ROLLING);
  }

  /** Returns whether the strategy shifts traffic between revisions. */
  boolean shiftsTraffic() {
    return !strategy().equals(ROLLING);
  }

  /**
   * Returns the bake time in minutes; 0 if absent, whose meaning for LINEAR and CANARY AWS does not
   * document.
   */
  int bakeTime() {
    return node.path("bakeTimeInMinutes").asInt(0);
  }

  List<Hook> hooks() {
    return node.path("lifecycleHooks").valueStream().map(Hook::new).toList();
  }

  List<Step> steps() {
    return switch (strategy()) {
      case "LINEAR" -> linear(node.path("linearConfiguration"));
      case "CANARY" -> canary(node.path("canaryConfiguration"));
      default -> List.of(new Step(100, 0));
    };
  }

  private static List<Step> linear(JsonNode configured) {
    double percent = configured.path("stepPercent").asDouble(10);
    int minutes = configured.path("stepBakeTimeInMinutes").asInt(6);
    List<Step> steps = new ArrayList<>();
    for (int i = 1; Math.round(i * percent * 10) < 1000; i++) {
      steps.add(new Step(Math.round(i * percent * 10) / 10.0, minutes));
    }
    steps.add(new Step(100, 0));
    return steps;
  }

  private static List<Step> canary(JsonNode configured) {
    double percent = configured.path("canaryPercent").asDouble(5);
    int minutes = configured.path("canaryBakeTimeInMinutes").asInt(10);
    return percent < 100
        ? List.of(new Step(percent, minutes), new Step(100, 0))
        : List.of(new Step(100, 0));
  }

  /** Returns the names of the alarms that stop a deployment. */
  List<String> alarms() {
    return node.at("/alarms/enable").asBoolean()
        ? Json.textsOf(node.at("/alarms/alarmNames"))
        : List.of();
  }

  boolean alarmsRollBack() {
    return node.at("/alarms/rollback").asBoolean();
  }

  /** Returns the circuit breaker's threshold of failed tasks; empty if it is disabled. */
  Optional<Integer> failureThreshold(int tasks) {
    JsonNode breaker = node.path("deploymentCircuitBreaker");
    if (!breaker.path("enable").asBoolean()) {
      return Optional.empty();
    }
    JsonNode threshold = breaker.path("thresholdConfiguration");
    int value = threshold.path("value").asInt(50);
    int part = (int) Math.ceil(tasks * value / 100.0);
    return Optional.of(
        switch (threshold.path("type").asText("BOUNDED_PERCENT")) {
          case "COUNT" -> value;
          case "UNBOUNDED_PERCENT" -> Math.max(1, part);
          default -> Math.min(MOST_FAILURES, Math.max(FEWEST_FAILURES, part));
        });
  }

  boolean breakerRollsBack() {
    return node.at("/deploymentCircuitBreaker/rollback").asBoolean();
  }
}
