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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The operations on tags of load balancers, listeners, rules and target groups. */
final class ResourceTags {
  private final ResourceStore store;

  ResourceTags(ResourceStore store) {
    this.store = store;
  }

  /** Returns the tags of a call that creates a resource. */
  static ArrayNode of(Call call) {
    return list(QueryFields.tags(call, "Tags"));
  }

  private static ArrayNode list(Map<String, String> tags) {
    ArrayNode list = Json.array();
    tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    return list;
  }

  ObjectNode add(Call call) {
    Map<String, String> given = QueryFields.tags(call, "Tags");
    return edit(call, tags -> tags.putAll(given));
  }

  ObjectNode remove(Call call) {
    List<String> keys = QueryFields.texts(call, "TagKeys");
    return edit(call, tags -> tags.keySet().removeAll(keys));
  }

  /** Changes the tags of all resources of the call, or of none if one does not exist. */
  private ObjectNode edit(Call call, Consumer<Map<String, String>> change) {
    arns(call).forEach(arn -> demand(call, arn));
    for (String arn : arns(call)) {
      store.edit(
          call.place(),
          type(arn),
          arn,
          properties -> {
            Map<String, String> tags = tags(properties);
            change.accept(tags);
            properties.set("Tags", list(tags));
          });
    }
    return Json.object();
  }

  ObjectNode describe(Call call) {
    ObjectNode answer = Json.object();
    ArrayNode descriptions = answer.putArray("TagDescriptions");
    for (String arn : arns(call)) {
      ObjectNode description = descriptions.addObject().put("ResourceArn", arn);
      ArrayNode tags = list(tags(demand(call, arn)));
      if (!tags.isEmpty()) {
        description.set("Tags", tags);
      }
    }
    return answer;
  }

  private static List<String> arns(Call call) {
    List<String> arns = QueryFields.texts(call, "ResourceArns");
    if (arns.isEmpty()) {
      throw AwsError.badRequest("ValidationError", "A resource ARN must be specified");
    }
    return arns;
  }

  private ObjectNode demand(Call call, String arn) {
    return store
        .find(call.place(), type(arn), arn)
        .orElseThrow(
            () ->
                switch (type(arn)) {
                  case ResourceTypeNames.LOAD_BALANCER ->
                      AwsError.badRequest(
                          "LoadBalancerNotFound", "Load balancer '" + arn + "' not found");
                  case ResourceTypeNames.LISTENER ->
                      AwsError.badRequest("ListenerNotFound", "One or more listeners not found");
                  case ResourceTypeNames.LISTENER_RULE ->
                      AwsError.badRequest("RuleNotFound", "One or more rules not found");
                  default ->
                      AwsError.badRequest(
                          "TargetGroupNotFound", "Target groups '" + arn + "' not found");
                });
  }

  private static String type(String arn) {
    String kind = arn.replaceFirst("^(?:[^:]*:){5}", "").replaceFirst("/.*", "");
    return switch (kind) {
      case "loadbalancer" -> ResourceTypeNames.LOAD_BALANCER;
      case "listener" -> ResourceTypeNames.LISTENER;
      case "listener-rule" -> ResourceTypeNames.LISTENER_RULE;
      case "targetgroup" -> ResourceTypeNames.TARGET_GROUP;
      default ->
          throw AwsError.badRequest("ValidationError", "'" + arn + "' is not a valid resource ARN");
    };
  }

  private static Map<String, String> tags(JsonNode properties) {
    Map<String, String> tags = new LinkedHashMap<>();
    properties
        .path("Tags")
        .forEach(t -> tags.put(t.path("Key").asText(), t.path("Value").asText()));
    return tags;
  }
}
