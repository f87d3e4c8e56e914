package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the actions and conditions of a listener or a rule from a call, with CloudFormation's
 * names.
 */
final class RuleForm {
  private static final Set<String> REHEARSED = Set.of("forward", "redirect", "fixed-response");
  private static final Map<String, String> CONFIGS =
      Map.of("forward", "ForwardConfig", "redirect", "RedirectConfig");

  private final ResourceStore store;
  private final Call call;

  RuleForm(ResourceStore store, Call call) {
    this.store = store;
    this.call = call;
  }

  /**
   * Returns the actions; empty if the call specifies none.
   *
   * @throws AwsError if an action's type is unknown, or a target group does not exist
   */
  ArrayNode actions(String member) {
    ArrayNode actions = Json.array();
    for (JsonNode given : QueryFields.tree(call, member)) {
      String type = given.path("Type").asText();
      if (type.startsWith("authenticate-") || type.equals("jwt-validation")) {
        throw new UnsupportedOperationException("actions of the type " + type);
      }
      if (!REHEARSED.contains(type)) {
        throw AwsError.badRequest("ValidationError", "Action type '" + type + "' is not valid");
      }
      if (type.equals("forward") && ForwardActions.percents(given).isEmpty()) {
        throw AwsError.badRequest(
            "ValidationError", "A target group ARN must be specified for the action 'forward'");
      }
      ForwardActions.percents(given).keySet().forEach(this::demandGroup);
      actions.add(withoutDouble(type, given.deepCopy()));
    }
    return actions;
  }

  /** Removes TargetGroupArn if ForwardConfig is given too, as clients send what they read. */
  private static ObjectNode withoutDouble(String type, ObjectNode action) {
    String config = CONFIGS.getOrDefault(type, "FixedResponseConfig");
    if (action.path(config).path("TargetGroups").isArray()) {
      action.remove("TargetGroupArn");
    }
    return action;
  }

  private void demandGroup(String arn) {
    if (!store.has(call.place(), ResourceTypeNames.TARGET_GROUP, arn)) {
      throw AwsError.badRequest("TargetGroupNotFound", "Target groups '" + arn + "' not found");
    }
  }

  /** Returns the conditions; empty if the call specifies none. */
  ArrayNode conditions() {
    ArrayNode conditions = Json.array();
    for (JsonNode given : QueryFields.tree(call, "Conditions")) {
      if (given.path("Field").asText().isEmpty()) {
        throw AwsError.badRequest("ValidationError", "A condition must specify a field");
      }
      conditions.add(given);
    }
    return conditions;
  }

  /**
   * Returns the priority, which must be between 1 and 50,000 and not in use by another rule of the
   * listener.
   */
  int priority(String text, String listener, List<String> moving) {
    int priority = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (priority < 1 || priority > 50_000) {
      throw AwsError.badRequest(
          "ValidationError", "Priority '" + text + "' must be between 1 and 50000");
    }
    boolean taken =
        LoadBalancing.rulesOf(store, call.place(), listener).stream()
            .filter(rule -> !moving.contains(rule.id()))
            .anyMatch(rule -> rule.properties().path("Priority").asInt() == priority);
    if (taken) {
      throw AwsError.badRequest("PriorityInUse", "Priority '" + text + "' is currently in use");
    }
    return priority;
  }
}
