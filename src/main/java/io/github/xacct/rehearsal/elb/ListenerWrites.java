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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operations that create, modify and delete listeners and their rules. Source: Elastic Load
 * Balancing API reference, version 2015-12-01.
 */
final class ListenerWrites {
  private final ResourceStore store;

  ListenerWrites(ResourceStore store) {
    this.store = store;
  }

  Resource createListener(Call call) {
    String balancer = call.text("LoadBalancerArn");
    if (!store.has(call.place(), ResourceTypeNames.LOAD_BALANCER, balancer)) {
      throw AwsError.badRequest(
          "LoadBalancerNotFound", "Load balancer '" + balancer + "' not found");
    }
    boolean taken =
        store.resources(call.place(), ResourceTypeNames.LISTENER).stream()
            .map(Resource::properties)
            .filter(l -> l.path("LoadBalancerArn").asText().equals(balancer))
            .anyMatch(l -> l.path("Port").asText().equals(call.text("Port")));
    if (taken) {
      throw AwsError.badRequest(
          "DuplicateListener",
          "A listener already exists on this port for this load balancer '" + balancer + "'");
    }
    ArrayNode actions = new RuleForm(store, call).actions("DefaultActions");
    String arn = balancer.replace(":loadbalancer/", ":listener/") + "/" + Ids.hex(16);
    ObjectNode listener = Json.object().put("LoadBalancerArn", balancer);
    listener.put("Port", port(call)).put("Protocol", call.input().path("Protocol").asText("HTTP"));
    JsonNode certificates = QueryFields.tree(call, "Certificates");
    if (!certificates.isEmpty()) {
      listener.set("Certificates", certificates);
    }
    listener.set("DefaultActions", actions);
    refuse(new ListenerProtocols(store, call.place()).problem(listener));
    listener.set("Tags", ResourceTags.of(call));
    store.put(call.place(), ResourceTypeNames.LISTENER, arn, listener);
    return found(call, ResourceTypeNames.LISTENER, arn);
  }

  private static void refuse(Optional<AwsError> problem) {
    if (problem.isPresent()) {
      throw problem.get();
    }
  }

  private static int port(Call call) {
    String text = call.text("Port");
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw AwsError.badRequest(
          "ValidationError", "Port '" + text + "' must be between 1 and 65535");
    }
    return port;
  }

  private Resource found(Call call, String type, String arn) {
    return new Resource(call.place(), arn, store.find(call.place(), type, arn).orElseThrow());
  }

  private Resource listener(Call call) {
    String arn = call.text("ListenerArn");
    if (!store.has(call.place(), ResourceTypeNames.LISTENER, arn)) {
      throw AwsError.badRequest("ListenerNotFound", "One or more listeners not found");
    }
    return found(call, ResourceTypeNames.LISTENER, arn);
  }

  /** Deletes a listener and its rules. */
  ObjectNode deleteListener(Call call) {
    Resource listener = listener(call);
    LoadBalancing.rulesOf(store, call.place(), listener.id())
        .forEach(r -> store.remove(call.place(), ResourceTypeNames.LISTENER_RULE, r.id()));
    store.remove(call.place(), ResourceTypeNames.LISTENER, listener.id());
    return Json.object();
  }

  Resource createRule(Call call) {
    Resource listener = listener(call);
    refuse(new ListenerProtocols(store, call.place()).problemOfRule(listener.id()));
    RuleForm form = new RuleForm(store, call);
    String arn = listener.id().replace(":listener/", ":listener-rule/") + "/" + Ids.hex(16);
    ObjectNode rule = Json.object().put("ListenerArn", listener.id());
    rule.put("Priority", form.priority(call.text("Priority"), listener.id(), List.of()));
    rule.set("Conditions", form.conditions());
    rule.set("Actions", form.actions("Actions"));
    rule.set("Tags", ResourceTags.of(call));
    store.put(call.place(), ResourceTypeNames.LISTENER_RULE, arn, rule);
    return found(call, ResourceTypeNames.LISTENER_RULE, arn);
  }

  private Resource rule(Call call, String arn, String verb) {
    if (arn.endsWith("/default")) {
      throw AwsError.badRequest(
          "OperationNotPermitted", "Default rule '" + arn + "' cannot be " + verb);
    }
    if (!store.has(call.place(), ResourceTypeNames.LISTENER_RULE, arn)) {
      throw AwsError.badRequest("RuleNotFound", "One or more rules not found");
    }
    return found(call, ResourceTypeNames.LISTENER_RULE, arn);
  }

  Resource modifyRule(Call call) {
    Resource rule = rule(call, call.text("RuleArn"), "modified");
    RuleForm form = new RuleForm(store, call);
    ArrayNode actions = form.actions("Actions");
    ArrayNode conditions = form.conditions();
    store.edit(
        call.place(),
        ResourceTypeNames.LISTENER_RULE,
        rule.id(),
        properties -> {
          if (!actions.isEmpty()) {
            properties.set("Actions", actions);
          }
          if (!conditions.isEmpty()) {
            properties.set("Conditions", conditions);
          }
        });
    return found(call, ResourceTypeNames.LISTENER_RULE, rule.id());
  }

  ObjectNode deleteRule(Call call) {
    Resource rule = rule(call, call.text("RuleArn"), "deleted");
    store.remove(call.place(), ResourceTypeNames.LISTENER_RULE, rule.id());
    return Json.object();
  }

  /** Sets all priorities at once, so that two rules can exchange theirs. */
  List<Resource> setPriorities(Call call) {
    Map<String, String> wanted = new LinkedHashMap<>();
    QueryFields.structures(call, "RulePriorities")
        .forEach(p -> wanted.put(p.path("RuleArn").asText(), p.path("Priority").asText()));
    Map<Resource, Integer> priorities = new LinkedHashMap<>();
    RuleForm form = new RuleForm(store, call);
    wanted.forEach(
        (arn, priority) -> {
          Resource rule = rule(call, arn, "modified");
          String listener = rule.properties().path("ListenerArn").asText();
          int value = form.priority(priority, listener, List.copyOf(wanted.keySet()));
          if (priorities.containsValue(value)) {
            throw AwsError.badRequest(
                "PriorityInUse", "Priority '" + value + "' is currently in use");
          }
          priorities.put(rule, value);
        });
    priorities.forEach(
        (rule, value) ->
            store.edit(
                call.place(),
                ResourceTypeNames.LISTENER_RULE,
                rule.id(),
                properties -> properties.put("Priority", value)));
    return priorities.keySet().stream()
        .map(rule -> found(call, ResourceTypeNames.LISTENER_RULE, rule.id()))
        .toList();
  }
}
