package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads and writes forward actions of listeners and rules: target groups and weights. Source:
 * Elastic Load Balancing API reference, "ForwardActionConfig".
 */
public final class ForwardActions {
  private ForwardActions() {}

  /** Returns the percentage of each target group's ARN; weights are relative to their sum. */
  public static Map<String, Integer> percents(JsonNode action) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (JsonNode tuple : action.at("/ForwardConfig/TargetGroups")) {
      weights.put(tuple.path("TargetGroupArn").asText(), tuple.path("Weight").asInt(1));
    }
    if (weights.isEmpty() && action.hasNonNull("TargetGroupArn")) {
      weights.put(action.path("TargetGroupArn").asText(), 1);
    }
    int sum = Math.max(1, weights.values().stream().mapToInt(Integer::intValue).sum());
    weights.replaceAll((arn, weight) -> weight * 100 / sum);
    return weights;
  }

  /** Returns whether actions forward to one of these target groups, whatever the weight. */
  static boolean forwardsTo(JsonNode actions, Set<String> targetGroups) {
    for (JsonNode action : actions) {
      if (percents(action).keySet().stream().anyMatch(targetGroups::contains)) {
        return true;
      }
    }
    return false;
  }

  /** Returns actions that forward to target groups by ARN. */
  static JsonNode of(Map<String, Integer> percents) {
    var actions = Json.array();
    ObjectNode action = actions.addObject().put("Type", "forward");
    var tuples = action.putObject("ForwardConfig").putArray("TargetGroups");
    percents.forEach(
        (arn, weight) -> tuples.addObject().put("TargetGroupArn", arn).put("Weight", weight));
    return actions;
  }
}
