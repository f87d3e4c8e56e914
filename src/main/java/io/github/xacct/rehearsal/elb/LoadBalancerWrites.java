package io.github.xacct.rehearsal.elb;

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

/**
 * The operations that create and delete load balancers of the types application and network.
 * Source: Elastic Load Balancing API reference, version 2015-12-01.
 */
final class LoadBalancerWrites {
  private final ResourceStore store;

  LoadBalancerWrites(ResourceStore store) {
    this.store = store;
  }

  Resource create(Call call) {
    String name = call.text("Name");
    String type = call.input().path("Type").asText("application");
    if (!name.matches("(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")) {
      throw refused(
          "ValidationError",
          "The load balancer name '"
              + name
              + "' must be at most 32 characters: letters, digits and hyphens, without a hyphen at"
              + " its ends");
    }
    if (type.equals("gateway")) {
      throw new UnsupportedOperationException("load balancers of the type gateway");
    }
    if (!List.of("application", "network").contains(type)) {
      throw refused("ValidationError", "Load balancer type '" + type + "' is not valid");
    }
    boolean taken =
        store.resources(call.place(), ResourceTypeNames.LOAD_BALANCER).stream()
            .anyMatch(lb -> lb.properties().path("Name").asText().equals(name));
    if (taken) {
      throw refused(
          "DuplicateLoadBalancerName",
          "A load balancer with the same name '" + name + "' exists, but with different settings");
    }
    ObjectNode balancer = Json.object().put("Name", name).put("Type", type);
    balancer.put("Scheme", call.input().path("Scheme").asText("internet-facing"));
    balancer.set("Subnets", Json.texts(subnets(call, type)));
    balancer.set("SecurityGroups", Json.texts(QueryFields.texts(call, "SecurityGroups")));
    balancer.set("Tags", ResourceTags.of(call));
    String kind = type.equals("network") ? "net" : "app";
    String arn =
        call.place()
            .arn("elasticloadbalancing", "loadbalancer/" + kind + "/" + name + "/" + Ids.hex(16));
    store.put(call.place(), ResourceTypeNames.LOAD_BALANCER, arn, balancer);
    return new Resource(call.place(), arn, balancer);
  }

  /** Returns the subnets of a call; a Network Load Balancer may have only one. */
  private static List<String> subnets(Call call, String type) {
    List<String> subnets = QueryFields.texts(call, "Subnets");
    if (subnets.isEmpty()) {
      subnets =
          QueryFields.structures(call, "SubnetMappings").stream()
              .map(mapping -> mapping.path("SubnetId").asText())
              .toList();
    }
    if (subnets.size() < (type.equals("network") ? 1 : 2)) {
      throw refused(
          "ValidationError",
          type.equals("network")
              ? "At least one subnet must be specified"
              : "At least two subnets in two different Availability Zones must be specified");
    }
    return subnets;
  }

  /** Deletes a load balancer with its listeners and rules; succeeds if it does not exist. */
  ObjectNode delete(Call call) {
    String arn = call.text("LoadBalancerArn");
    for (Resource listener : store.resources(call.place(), ResourceTypeNames.LISTENER)) {
      if (listener.properties().path("LoadBalancerArn").asText().equals(arn)) {
        LoadBalancing.rulesOf(store, call.place(), listener.id())
            .forEach(rule -> remove(call, ResourceTypeNames.LISTENER_RULE, rule.id()));
        remove(call, ResourceTypeNames.LISTENER, listener.id());
      }
    }
    remove(call, ResourceTypeNames.LOAD_BALANCER, arn);
    return Json.object();
  }

  private void remove(Call call, String type, String id) {
    store.remove(call.place(), type, id);
  }

  private static AwsError refused(String code, String message) {
    return AwsError.badRequest(code, message);
  }
}
