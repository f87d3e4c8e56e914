package io.github.xacct.rehearsal.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.rehearsal.readonly.StoredNetwork;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.List;

/** The changes that a {@link SetUpFault} can make to the network of a service's tasks. */
final class FaultyNetwork {
  private static final String EVERYWHERE = "0.0.0.0/0";
  private static final String OF_ENDPOINTS = "sg-0rehearsalendpoints";
  private static final List<String> SERVICES =
      List.of("ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm");

  private final ResourceStore store;
  private final AccountRegion place;
  private final JsonNode awsvpc;

  FaultyNetwork(ResourceStore store, AccountRegion place, JsonNode service) {
    this.store = store;
    this.place = place;
    this.awsvpc = service.at("/NetworkConfiguration/AwsvpcConfiguration");
  }

  private List<String> subnets() {
    return Json.textsOf(awsvpc.path("Subnets"));
  }

  private List<String> groups() {
    return Json.textsOf(awsvpc.path("SecurityGroups"));
  }

  private String vpc() {
    return store
        .find(place, StoredNetwork.SUBNET, subnets().get(0))
        .map(subnet -> subnet.path("VpcId").asText())
        .orElse("");
  }

  private List<String> tables() {
    return store.all(place, StoredNetwork.ASSOCIATION).values().stream()
        .filter(a -> subnets().contains(a.path("SubnetId").asText()))
        .map(a -> a.path("RouteTableId").asText())
        .distinct()
        .toList();
  }

  private List<String> defaultRoutes() {
    return store.resources(place, StoredNetwork.ROUTE).stream()
        .filter(r -> tables().contains(r.properties().path("RouteTableId").asText()))
        .filter(r -> r.properties().path("DestinationCidrBlock").asText().equals(EVERYWHERE))
        .map(ResourceStore.Resource::id)
        .toList();
  }

  void removeDefaultRoutes() {
    defaultRoutes().forEach(id -> store.remove(place, StoredNetwork.ROUTE, id));
  }

  void leadToInternetGateway() {
    defaultRoutes()
        .forEach(
            id ->
                store.edit(
                    place,
                    StoredNetwork.ROUTE,
                    id,
                    route -> {
                      route.remove("NatGatewayId");
                      route.put("GatewayId", "igw-0rehearsal");
                    }));
  }

  void removeNatGateways() {
    store
        .all(place, StoredNetwork.NAT)
        .keySet()
        .forEach(id -> store.remove(place, StoredNetwork.NAT, id));
  }

  void moveNatGatewaysInside() {
    store
        .all(place, StoredNetwork.NAT)
        .keySet()
        .forEach(
            id ->
                store.edit(
                    place, StoredNetwork.NAT, id, nat -> nat.put("SubnetId", subnets().get(0))));
  }

  /** Allows egress to a database only. */
  void closeEgress() {
    ObjectNode rule = rule(5432, 5432, "10.0.0.0/16");
    groups()
        .forEach(
            id ->
                store.edit(
                    place,
                    StoredNetwork.GROUP,
                    id,
                    group -> group.putArray("SecurityGroupEgress").add(rule)));
  }

  private static ObjectNode rule(int from, int to, String block) {
    ObjectNode rule = Json.object().put("IpProtocol", "tcp").put("CidrIp", block);
    return rule.put("FromPort", from).put("ToPort", to);
  }

  /** Allows port 443 outbound in the network ACLs, but no responses inbound. */
  void dropAnswers() {
    ObjectNode acl = Json.object().put("VpcId", vpc());
    acl.set("@SubnetIds", Json.texts(subnets()));
    ArrayNode entries = acl.putArray("@Entries");
    entry(entries, 100, true, -1);
    entry(entries, 100, false, 8080);
    store.put(place, StoredNetwork.ACL, "acl-0rehearsal", acl);
  }

  private static void entry(ArrayNode entries, int number, boolean egress, int port) {
    ObjectNode entry = entries.addObject().put("ruleNumber", number).put("egress", egress);
    entry.put("ruleAction", "allow").put("cidrBlock", EVERYWHERE);
    entry.put("protocol", port < 0 ? "-1" : "6");
    if (port >= 0) {
      entry.putObject("portRange").put("from", port).put("to", port);
    }
  }

  /** Replaces the default routes by VPC endpoints for all services except one. */
  void endpointsBut(String missing) {
    removeDefaultRoutes();
    SERVICES.stream().filter(name -> !name.equals(missing)).forEach(this::endpoint);
    if (!missing.equals("s3")) {
      ObjectNode gateway = Json.object().put("VpcId", vpc()).put("VpcEndpointType", "Gateway");
      gateway.put("ServiceName", name("s3")).set("RouteTableIds", Json.texts(tables()));
      store.put(place, StoredNetwork.ENDPOINT, "vpce-0rehearsals3", gateway);
    } else {
      store.resources(place, StoredNetwork.ENDPOINT).stream()
          .filter(e -> e.properties().path("ServiceName").asText().endsWith(".s3"))
          .forEach(e -> store.remove(place, StoredNetwork.ENDPOINT, e.id()));
    }
    ObjectNode group = Json.object().put("VpcId", vpc());
    group.putArray("SecurityGroupIngress").add(rule(443, 443, "10.0.0.0/8"));
    store.put(place, StoredNetwork.GROUP, OF_ENDPOINTS, group);
  }

  private void endpoint(String service) {
    ObjectNode endpoint = Json.object().put("VpcId", vpc()).put("VpcEndpointType", "Interface");
    endpoint.put("ServiceName", name(service)).put("PrivateDnsEnabled", true);
    endpoint.set("SubnetIds", Json.texts(subnets()));
    endpoint.putArray("SecurityGroupIds").add(OF_ENDPOINTS);
    store.put(place, StoredNetwork.ENDPOINT, id(service), endpoint);
  }

  private static String id(String service) {
    return "vpce-0rehearsal" + service.replace(".", "");
  }

  private String name(String service) {
    return "com.amazonaws." + place.region() + "." + service;
  }

  void endpointsWithoutNames() {
    endpointsBut("");
    SERVICES.forEach(
        service ->
            store.edit(
                place,
                StoredNetwork.ENDPOINT,
                id(service),
                endpoint -> endpoint.put("PrivateDnsEnabled", false)));
  }

  /**
   * Adds a VPC endpoint that the tasks cannot reach; its DNS name takes precedence over the default
   * route.
   */
  void closedEndpoint() {
    endpoint("ecr.api");
    ObjectNode group = Json.object().put("VpcId", vpc());
    group.putArray("SecurityGroupIngress").add(rule(443, 443, "192.168.0.0/16"));
    store.put(place, StoredNetwork.GROUP, OF_ENDPOINTS, group);
  }

  /** Allows only another port into the tasks' security groups. */
  void keepLoadBalancerOut() {
    groups()
        .forEach(
            id -> {
              store.all(place, "AWS::EC2::SecurityGroupIngress").entrySet().stream()
                  .filter(e -> e.getValue().path("GroupId").asText().equals(id))
                  .forEach(e -> store.remove(place, "AWS::EC2::SecurityGroupIngress", e.getKey()));
              store.edit(
                  place,
                  StoredNetwork.GROUP,
                  id,
                  group -> group.putArray("SecurityGroupIngress").add(rule(22, 22, EVERYWHERE)));
            });
  }
}
