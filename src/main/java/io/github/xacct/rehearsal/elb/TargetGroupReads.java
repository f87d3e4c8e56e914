package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The operations that describe a target group's health and attributes. Source: Elastic Load
 * Balancing API reference, version 2015-12-01.
 */
final class TargetGroupReads {
  private final ResourceStore store;
  private final LoadBalancing loadBalancing;

  TargetGroupReads(ResourceStore store, LoadBalancing loadBalancing) {
    this.store = store;
    this.loadBalancing = loadBalancing;
  }

  ObjectNode describeTargetHealth(Call call) {
    TargetGroup group = group(call);
    List<String> ports =
        QueryFields.structures(call, "Targets").stream().map(t -> t.path("Port").asText()).toList();
    Predicate<Target> wanted =
        t -> ports.isEmpty() || ports.contains(String.valueOf(t.address.getPort()));
    List<Target> found = group.targets().stream().filter(wanted).toList();
    return Json.object().set("TargetHealthDescriptions", Json.list(found, Elbv2Shapes::described));
  }

  private TargetGroup group(Call call) {
    String arn = call.text("TargetGroupArn");
    return loadBalancing
        .group(arn)
        .filter(group -> store.has(call.place(), ResourceTypeNames.TARGET_GROUP, arn))
        .orElseThrow(
            () ->
                AwsError.badRequest(
                    "TargetGroupNotFound", "Target groups '" + arn + "' not found"));
  }

  ObjectNode describeAttributes(Call call) {
    group(call);
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("deregistration_delay.timeout_seconds", "300");
    attributes.put("stickiness.enabled", "false");
    store
        .find(call.place(), ResourceTypeNames.TARGET_GROUP, call.text("TargetGroupArn"))
        .ifPresent(
            group ->
                group
                    .path("TargetGroupAttributes")
                    .forEach(
                        a -> attributes.put(a.path("Key").asText(), a.path("Value").asText())));
    ObjectNode answer = Json.object();
    var list = answer.putArray("Attributes");
    attributes.forEach((key, value) -> list.add(Elbv2Shapes.attribute(key, value)));
    return answer;
  }
}
