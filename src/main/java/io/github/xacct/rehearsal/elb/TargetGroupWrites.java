package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Ids;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operations that create, modify and delete target groups. Source: Elastic Load Balancing API
 * reference, version 2015-12-01.
 */
final class TargetGroupWrites {
  private static final List<String> NUMBERS =
      List.of(
          "Port",
          "HealthCheckIntervalSeconds",
          "HealthCheckTimeoutSeconds",
          "HealthyThresholdCount",
          "UnhealthyThresholdCount");
  private static final List<String> TEXTS =
      List.of(
          "Protocol",
          "ProtocolVersion",
          "VpcId",
          "TargetType",
          "HealthCheckProtocol",
          "HealthCheckPort",
          "HealthCheckPath");
  private static final Set<String> CHANGEABLE =
      Set.of(
          "HealthCheckIntervalSeconds",
          "HealthCheckTimeoutSeconds",
          "HealthyThresholdCount",
          "UnhealthyThresholdCount",
          "HealthCheckProtocol",
          "HealthCheckPort",
          "HealthCheckPath");

  private final ResourceStore store;

  TargetGroupWrites(ResourceStore store) {
    this.store = store;
  }

  /** Creates a target group; returns the existing one if it has the same settings. */
  Resource create(Call call) {
    String name = call.text("Name");
    if (!name.matches("[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")) {
      throw AwsError.badRequest(
          "ValidationError",
          "Target group name '"
              + name
              + "' must be at most 32 characters: letters, digits and hyphens, without a hyphen at"
              + " its ends");
    }
    ObjectNode wanted = Json.object().put("Name", name);
    TEXTS.forEach(member -> put(call, member, wanted));
    NUMBERS.forEach(member -> put(call, member, wanted));
    matcher(call).ifPresent(m -> wanted.set("Matcher", m));
    Optional<Resource> same =
        store.resources(call.place(), ResourceTypeNames.TARGET_GROUP).stream()
            .filter(g -> g.properties().path("Name").asText().equals(name))
            .findFirst();
    if (same.isPresent()) {
      boolean equal =
          wanted.properties().stream()
              .allMatch(
                  e ->
                      same.get()
                          .properties()
                          .path(e.getKey())
                          .asText()
                          .equals(e.getValue().asText()));
      if (!equal) {
        throw AwsError.badRequest(
            "DuplicateTargetGroupName",
            "A target group with the same name '" + name + "' exists, but with different settings");
      }
      return same.get();
    }
    wanted.set("Tags", ResourceTags.of(call));
    String arn =
        call.place().arn("elasticloadbalancing", "targetgroup/" + name + "/" + Ids.hex(16));
    store.put(call.place(), ResourceTypeNames.TARGET_GROUP, arn, wanted);
    return find(call, arn);
  }

  private static void put(Call call, String member, ObjectNode group) {
    String value = call.text(member);
    if (value.isEmpty()) {
      return;
    }
    if (NUMBERS.contains(member)) {
      if (!value.matches("\\d{1,6}")) {
        throw AwsError.badRequest("ValidationError", member + " must be a number, not " + value);
      }
      group.put(member, Integer.parseInt(value));
    } else {
      group.put(member, value);
    }
  }

  private static Optional<JsonNode> matcher(Call call) {
    return Optional.of(QueryFields.tree(call, "Matcher")).filter(m -> !m.isEmpty());
  }

  private Resource find(Call call, String arn) {
    return store
        .find(call.place(), ResourceTypeNames.TARGET_GROUP, arn)
        .map(properties -> new Resource(call.place(), arn, properties))
        .orElseThrow(
            () ->
                AwsError.badRequest(
                    "TargetGroupNotFound", "Target groups '" + arn + "' not found"));
  }

  /** Modifies the health check, the only settings that can change. */
  Resource modify(Call call) {
    Resource group = find(call, call.text("TargetGroupArn"));
    store.edit(
        call.place(),
        ResourceTypeNames.TARGET_GROUP,
        group.id(),
        properties -> {
          CHANGEABLE.forEach(member -> put(call, member, properties));
          matcher(call).ifPresent(m -> properties.set("Matcher", m));
        });
    return find(call, group.id());
  }

  /** Modifies attributes and returns the specified ones. */
  ObjectNode modifyAttributes(Call call) {
    Resource group = find(call, call.text("TargetGroupArn"));
    JsonNode given = QueryFields.tree(call, "Attributes");
    store.edit(
        call.place(),
        ResourceTypeNames.TARGET_GROUP,
        group.id(),
        properties -> {
          ArrayNode kept = Json.array();
          List<String> changed = given.findValuesAsText("Key");
          properties
              .path("TargetGroupAttributes")
              .forEach(
                  a -> {
                    if (!changed.contains(a.path("Key").asText())) {
                      kept.add(a);
                    }
                  });
          given.forEach(kept::add);
          properties.set("TargetGroupAttributes", kept);
        });
    return Json.object().set("Attributes", given);
  }

  /** Deletes a target group; succeeds if it does not exist. */
  ObjectNode delete(Call call) {
    String arn = call.text("TargetGroupArn");
    boolean used =
        store.resources(call.place(), ResourceTypeNames.LISTENER).stream()
                .anyMatch(
                    l ->
                        ForwardActions.forwardsTo(
                            l.properties().path("DefaultActions"), Set.of(arn)))
            || store.resources(call.place(), ResourceTypeNames.LISTENER_RULE).stream()
                .anyMatch(
                    r -> ForwardActions.forwardsTo(r.properties().path("Actions"), Set.of(arn)));
    if (used) {
      throw AwsError.badRequest(
          "ResourceInUse",
          "Target group '" + arn + "' is currently in use by a listener or a rule");
    }
    store.remove(call.place(), ResourceTypeNames.TARGET_GROUP, arn);
    return Json.object();
  }
}
