package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rule of a listener, or the listener of a Network Load Balancer, which has none.
 *
 * @param arn the ARN by which the service's configuration names it
 * @param isDefault whether it is the default rule, which is changed with the listener
 */
record Rule(String arn, String listener, boolean isDefault, JsonNode actions) {

  static Rule of(JsonNode rule, String listener) {
    return new Rule(
        rule.path("RuleArn").asText(),
        listener,
        rule.path("IsDefault").asBoolean(),
        rule.path("Actions"));
  }

  static Rule ofNetwork(JsonNode listener) {
    String arn = listener.path("ListenerArn").asText();
    return new Rule(arn, arn, true, listener.path("DefaultActions"));
  }

  boolean isNetwork() {
    return Found.isNetwork(listener);
  }

  /** Returns the weights of its target groups by ARN; 1 if none is set. */
  Map<String, Integer> weights() {
    var weights = new TreeMap<String, Integer>();
    for (JsonNode action : actions) {
      JsonNode groups = action.path("ForwardConfig").path("TargetGroups");
      if (groups.isEmpty() && action.hasNonNull("TargetGroupArn")) {
        weights.put(action.path("TargetGroupArn").asText(), 1);
      }
      groups.forEach(
          group ->
              weights.put(group.path("TargetGroupArn").asText(), group.path("Weight").asInt(1)));
    }
    return weights;
  }

  /** Returns the target groups with a weight above 0. */
  List<String> served() {
    return weights().entrySet().stream()
        .filter(e -> e.getValue() > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns the types of its actions other than forward. */
  List<String> otherActions() {
    return MoveJson.texts(actions, "Type").stream()
        .filter(type -> !type.equals("forward"))
        .toList();
  }

  /** Returns the request that makes it forward by these weights; stickiness is kept. */
  MoveRequest forward(Map<String, Integer> weights) {
    ObjectNode config = MoveJson.object();
    var groups = config.putArray("TargetGroups");
    weights.forEach(
        (arn, weight) -> groups.addObject().put("TargetGroupArn", arn).put("Weight", (int) weight));
    MoveJson.stream(actions)
        .map(action -> action.path("ForwardConfig").path("TargetGroupStickinessConfig"))
        .filter(stickiness -> stickiness.path("Enabled").asBoolean())
        .findFirst()
        .ifPresent(stickiness -> config.set("TargetGroupStickinessConfig", stickiness));
    var forward = MoveJson.array();
    forward.addObject().put("Type", "forward").set("ForwardConfig", config);
    return isDefault
        ? MoveRequest.to(MoveRequest.ELB, "ModifyListener")
            .with("ListenerArn", listener)
            .with("DefaultActions", forward)
        : MoveRequest.to(MoveRequest.ELB, "ModifyRule")
            .with("RuleArn", arn)
            .with("Actions", forward);
  }

  /** Returns the request that reads it. */
  MoveRequest read() {
    return isNetwork()
        ? MoveRequest.to(MoveRequest.ELB, "DescribeListeners").with("ListenerArns", List.of(arn))
        : MoveRequest.to(MoveRequest.ELB, "DescribeRules").with("RuleArns", List.of(arn));
  }

  /** Returns the rule in a response to {@link #read}. */
  Rule of(JsonNode answer) {
    return isNetwork()
        ? ofNetwork(answer.path("Listeners").path(0))
        : of(answer.path("Rules").path(0), listener);
  }
}
