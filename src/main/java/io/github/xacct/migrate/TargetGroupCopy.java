package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Copies the target group that receives traffic: settings, attributes and tags. One of the copies
 * also gets the tags of the move.
 */
final class TargetGroupCopy {
  private static final List<String> SETTINGS =
      List.of(
          "Protocol",
          "ProtocolVersion",
          "Port",
          "VpcId",
          "TargetType",
          "IpAddressType",
          "HealthCheckProtocol",
          "HealthCheckPort",
          "HealthCheckEnabled",
          "HealthCheckPath",
          "HealthCheckIntervalSeconds",
          "HealthCheckTimeoutSeconds",
          "HealthyThresholdCount",
          "UnhealthyThresholdCount",
          "Matcher");

  /** The attributes of a new target group. Source: ELB API reference, TargetGroupAttribute. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("deregistration_delay.timeout_seconds", "300"),
          Map.entry("deregistration_delay.connection_termination.enabled", "false"),
          Map.entry("load_balancing.algorithm.anomaly_mitigation", "off"),
          Map.entry("load_balancing.algorithm.type", "round_robin"),
          Map.entry("load_balancing.cross_zone.enabled", "use_load_balancer_configuration"),
          Map.entry("proxy_protocol_v2.enabled", "false"),
          Map.entry("slow_start.duration_seconds", "0"),
          Map.entry("stickiness.app_cookie.duration_seconds", "86400"),
          Map.entry("stickiness.enabled", "false"),
          Map.entry("stickiness.lb_cookie.duration_seconds", "86400"),
          Map.entry("target_group_health.dns_failover.minimum_healthy_targets.count", "1"),
          Map.entry("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off"),
          Map.entry(
              "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1"),
          Map.entry(
              "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
              "off"),
          Map.entry("target_health_state.unhealthy.connection_termination.enabled", "true"),
          Map.entry("target_health_state.unhealthy.draining_interval_seconds", "0"));

  private static final String SEPARATE = "stickiness.type";

  private final Move move;
  private final String live;

  private TargetGroupCopy(Move move) {
    this.move = move;
    this.live = move.routing().live();
  }

  /**
   * Returns the steps that create a copy.
   *
   * @param id ID of the first step
   */
  static List<Step> of(Move move, String id, String name) {
    var copy = new TargetGroupCopy(move);
    var steps = new ArrayList<Step>();
    steps.add(copy.create(id, name));
    var attributes = attributes(move.found(), copy.live);
    if (!attributes.isEmpty()) {
      steps.add(copy.attribute(id + "-attributes", name, attributes));
    }
    return steps;
  }

  /** Returns the attributes of a target group that differ from a new one's. */
  static Map<String, String> attributes(Found found, String targetGroup) {
    var all = new TreeMap<String, String>();
    found
        .attributes(targetGroup)
        .forEach(a -> all.put(a.path("Key").asText(), a.path("Value").asText()));
    boolean sticky = "true".equals(all.get("stickiness.enabled"));
    all.entrySet()
        .removeIf(
            e ->
                e.getValue().isEmpty()
                    || e.getValue().equals(DEFAULTS.get(e.getKey()))
                    || e.getKey().equals(SEPARATE) && !sticky);
    return all;
  }

  private Step create(String id, String name) {
    JsonNode group = move.found().targetGroup(live).orElseThrow();
    MoveRequest create = MoveRequest.to(MoveRequest.ELB, "CreateTargetGroup").with("Name", name);
    for (String member : SETTINGS) {
      if (group.hasNonNull(member)) {
        create = create.with(member, group.get(member));
      }
    }
    JsonNode tags = tags(name);
    return Step.of(
            id,
            "Create target group " + name + " like the one that carries traffic",
            tags.isEmpty() ? create : create.with("Tags", tags),
            Checks.isThere(TargetGroupNames.reference(name)))
        .undoneBy("delete target group " + name + " (aws elbv2 delete-target-group)");
  }

  private ArrayNode tags(String name) {
    var tags = new TreeMap<String, String>();
    move.found()
        .targetGroupTags(live)
        .forEach(tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
    tags.keySet().removeIf(key -> key.startsWith("aws:") || MoveTags.keys().contains(key));
    if (MoveTags.bearer(move.found(), move.wanted().way()).filter(name::equals).isPresent()) {
      tags.putAll(MoveTags.of(move.found(), move.wanted().way(), move.routing()));
    }
    return list(tags);
  }

  private Step attribute(String id, String name, Map<String, String> attributes) {
    String reference = TargetGroupNames.reference(name);
    return Step.of(
        id,
        "Give target group " + name + " the attributes " + String.join(", ", attributes.keySet()),
        MoveRequest.to(MoveRequest.ELB, "ModifyTargetGroupAttributes")
            .with("TargetGroupArn", reference)
            .with("Attributes", list(attributes)),
        Checks.hasAttributes(reference, attributes));
  }

  private static ArrayNode list(Map<String, String> entries) {
    var list = MoveJson.array();
    entries.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    return list;
  }
}
