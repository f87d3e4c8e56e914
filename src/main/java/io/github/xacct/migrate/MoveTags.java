package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tags that record how a service was served when its move began. The first target group that
 * the move creates has them, so that the move can be resumed without its record file.
 */
final class MoveTags {
  private static final String PREFIX = "xacct:move";
  private static final String SERVICE = PREFIX + "-of";
  private static final String TASK_DEFINITION = PREFIX + "-task-definition";
  private static final String PERCENTS = PREFIX + "-percents";
  private static final List<String> RULES = List.of(PREFIX + "-rule", PREFIX + "-test-rule");
  private static final String WEIGHTS = "-weights";

  private MoveTags() {}

  /** Returns the keys of all tags of a move. */
  static List<String> keys() {
    return List.of(
        PREFIX,
        SERVICE,
        TASK_DEFINITION,
        PERCENTS,
        RULES.get(0),
        RULES.get(0) + WEIGHTS,
        RULES.get(1),
        RULES.get(1) + WEIGHTS);
  }

  /**
   * Returns the name of the target group with the tags; empty if the move creates none, as in place
   * from CodeDeploy.
   */
  static Optional<String> bearer(Found found, Way way) {
    String stem = found.name();
    return switch (way) {
      case PARALLEL -> Optional.of(TargetGroupNames.of(stem, "e1"));
      case BACK -> Optional.of(TargetGroupNames.of(stem, "c1"));
      case IN_PLACE -> found.ofCodeDeploy() ? Optional.empty() : Optional.of(second(found));
    };
  }

  /**
   * Returns the name of a rolling service's second target group; another name if that one serves.
   */
  static String second(Found found) {
    String name = TargetGroupNames.of(found.name(), "alt");
    boolean serves =
        found.balancer().path("targetGroupArn").asText().contains(":targetgroup/" + name + "/");
    return serves ? TargetGroupNames.of(found.name(), "alt2") : name;
  }

  /** Returns the tags for CreateTargetGroup. */
  static Map<String, String> of(Found found, Way way, Routing routing) {
    var tags = new LinkedHashMap<String, String>();
    tags.put(PREFIX, way.toString());
    tags.put(SERVICE, found.name());
    tags.put(TASK_DEFINITION, found.taskDefinition());
    JsonNode percents = found.service().path("deploymentConfiguration");
    tags.put(
        PERCENTS,
        percents.path("minimumHealthyPercent").asInt(100)
            + " "
            + percents.path("maximumPercent").asInt(200));
    rule(RULES.get(0), routing.production(), found, tags);
    routing.test().ifPresent(test -> rule(RULES.get(1), test, found, tags));
    return tags;
  }

  private static void rule(String key, Rule rule, Found found, Map<String, String> tags) {
    tags.put(key, rule.arn());
    tags.put(
        key + WEIGHTS,
        rule.weights().entrySet().stream()
            .map(e -> name(found, e.getKey()) + "=" + e.getValue())
            .collect(Collectors.joining(" ")));
  }

  private static String name(Found found, String arn) {
    return found.targetGroup(arn).map(g -> g.path("TargetGroupName").asText()).orElse(arn);
  }

  /** Whether the tags are of a move of this service by this way. */
  static boolean begun(JsonNode tags, Found found, Way way) {
    return tags.path(PREFIX).asText().equals(way.toString())
        && tags.path(SERVICE).asText().equals(found.name());
  }

  /** Restores in the findings the state when the move began. */
  static void restore(ObjectNode json, JsonNode tags) {
    var found = new Found(json);
    String taskDefinition = tags.path(TASK_DEFINITION).asText();
    ((ObjectNode) found.primary().orElse(found.service())).put("taskDefinition", taskDefinition);
    if (tags.path(PREFIX).asText().equals(Way.IN_PLACE.toString())) {
      rolling((ObjectNode) found.service(), tags.path(PERCENTS).asText().split(" "));
    }
    for (String key : RULES) {
      String arn = tags.path(key).asText();
      if (!arn.isEmpty()) {
        actions(found, arn)
            .ifPresent(actions -> forward(actions, tags.path(key + WEIGHTS).asText(), found));
      }
    }
  }

  private static void rolling(ObjectNode service, String[] percents) {
    ObjectNode deployment = service.withObject("/deploymentConfiguration");
    deployment.retain(Translation.KEPT_OF_ROLLING).put("strategy", "ROLLING");
    if (percents.length == 2) {
      deployment.put("minimumHealthyPercent", Integer.parseInt(percents[0]));
      deployment.put("maximumPercent", Integer.parseInt(percents[1]));
    }
    service.path("loadBalancers").forEach(b -> ((ObjectNode) b).remove("advancedConfiguration"));
  }

  private static Optional<ArrayNode> actions(Found found, String rule) {
    return found.listeners().stream()
        .flatMap(
            listener -> {
              String arn = listener.path("ListenerArn").asText();
              return arn.equals(rule)
                  ? java.util.stream.Stream.of(listener.path("DefaultActions"))
                  : found.rules(arn).stream()
                      .filter(r -> r.path("RuleArn").asText().equals(rule))
                      .map(r -> r.path("Actions"));
            })
        .map(ArrayNode.class::cast)
        .findFirst();
  }

  private static void forward(ArrayNode actions, String weights, Found found) {
    JsonNode stickiness = actions.path(0).path("ForwardConfig").path("TargetGroupStickinessConfig");
    actions.removeAll();
    ObjectNode config = actions.addObject().put("Type", "forward").putObject("ForwardConfig");
    var groups = config.putArray("TargetGroups");
    Arrays.stream(weights.split(" "))
        .filter(text -> text.contains("="))
        .forEach(
            text -> {
              String name = text.substring(0, text.lastIndexOf('='));
              groups
                  .addObject()
                  .put(
                      "TargetGroupArn",
                      found
                          .targetGroup(name)
                          .map(g -> g.path("TargetGroupArn").asText())
                          .orElse(name))
                  .put("Weight", Integer.parseInt(text.substring(text.lastIndexOf('=') + 1)));
            });
    if (stickiness.isObject()) {
      config.set("TargetGroupStickinessConfig", Objects.requireNonNull(stickiness));
    }
  }
}
