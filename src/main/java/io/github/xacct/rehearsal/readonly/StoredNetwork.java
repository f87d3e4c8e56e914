package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.network.Network;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The network of an account and region in the resource store as EC2 describes it. Source: Amazon
 * EC2 API reference, version 2016-11-15.
 */
public final class StoredNetwork {
  static final String VPC = "AWS::EC2::VPC";
  public static final String SUBNET = "AWS::EC2::Subnet";
  static final String ROUTE_TABLE = "AWS::EC2::RouteTable";
  public static final String ROUTE = "AWS::EC2::Route";
  public static final String ASSOCIATION = "AWS::EC2::SubnetRouteTableAssociation";
  public static final String ENDPOINT = "AWS::EC2::VPCEndpoint";
  public static final String GROUP = "AWS::EC2::SecurityGroup";
  public static final String NAT = "AWS::EC2::NatGateway";
  public static final String ACL = "AWS::EC2::NetworkAcl";

  /** The prefix list of S3 for gateway endpoints; in AWS it differs by region. */
  private static final String PREFIX_LIST = "pl-6ea54007";

  private static final Map<String, String> TARGETS =
      Map.of(
          "GatewayId", "gatewayId",
          "NatGatewayId", "natGatewayId",
          "TransitGatewayId", "transitGatewayId",
          "VpcPeeringConnectionId", "vpcPeeringConnectionId",
          "NetworkInterfaceId", "networkInterfaceId",
          "InstanceId", "instanceId");

  private final ResourceStore store;
  private final AccountRegion place;

  public StoredNetwork(ResourceStore store, AccountRegion place) {
    this.store = store;
    this.place = place;
  }

  /** Returns the whole network for evaluation. */
  public Network network() {
    return new Network(subnets(), routeTables(), endpoints(), groups(), natGateways(), acls());
  }

  private ArrayNode list(String type, Function<Resource, ObjectNode> shape) {
    return Json.list(store.resources(place, type), shape);
  }

  ArrayNode subnets() {
    return list(
        SUBNET,
        subnet ->
            Json.object()
                .put("subnetId", subnet.id())
                .put("state", "available")
                .put("vpcId", subnet.properties().path("VpcId").asText())
                .put("cidrBlock", subnet.properties().path("CidrBlock").asText())
                .put("availabilityZone", subnet.properties().path("AvailabilityZone").asText()));
  }

  /** Returns the route tables, including each VPC's main table with only the local route. */
  ArrayNode routeTables() {
    ArrayNode tables = list(ROUTE_TABLE, this::routeTable);
    for (Resource vpc : store.resources(place, VPC)) {
      ObjectNode main = tables.addObject().put("routeTableId", vpc.id().replace("vpc-", "rtb-0"));
      main.put("vpcId", vpc.id());
      main.putArray("associationSet").addObject().put("main", "true");
      main.putArray("routeSet").add(local(vpc.id()));
    }
    return tables;
  }

  private ObjectNode routeTable(Resource table) {
    String vpc = table.properties().path("VpcId").asText();
    ObjectNode shape = Json.object().put("routeTableId", table.id()).put("vpcId", vpc);
    ArrayNode routes = shape.putArray("routeSet").add(local(vpc));
    store.resources(place, ROUTE).stream()
        .filter(route -> route.properties().path("RouteTableId").asText().equals(table.id()))
        .forEach(route -> routes.add(route(route.properties())));
    store.resources(place, ENDPOINT).stream()
        .filter(e -> Json.textsOf(e.properties().path("RouteTableIds")).contains(table.id()))
        .forEach(
            e ->
                routes
                    .addObject()
                    .put("destinationPrefixListId", PREFIX_LIST)
                    .put("gatewayId", e.id())
                    .put("state", "active"));
    ArrayNode associations = shape.putArray("associationSet");
    store.resources(place, ASSOCIATION).stream()
        .filter(a -> a.properties().path("RouteTableId").asText().equals(table.id()))
        .forEach(
            a ->
                associations
                    .addObject()
                    .put("routeTableAssociationId", a.id())
                    .put("routeTableId", table.id())
                    .put("subnetId", a.properties().path("SubnetId").asText())
                    .put("main", "false"));
    return shape;
  }

  private ObjectNode local(String vpc) {
    String block =
        store.find(place, VPC, vpc).map(p -> p.path("CidrBlock").asText()).orElse("10.0.0.0/16");
    return Json.object()
        .put("destinationCidrBlock", block)
        .put("gatewayId", "local")
        .put("state", "active");
  }

  /** Returns a route; one to a deleted NAT gateway remains as a blackhole. */
  private ObjectNode route(ObjectNode properties) {
    ObjectNode route = Json.object();
    for (String name : List.of("DestinationCidrBlock", "DestinationPrefixListId")) {
      if (properties.has(name)) {
        route.set(Character.toLowerCase(name.charAt(0)) + name.substring(1), properties.get(name));
      }
    }
    TARGETS.forEach(
        (name, member) -> {
          if (properties.has(name)) {
            route.set(member, properties.get(name));
          }
        });
    String nat = properties.path("NatGatewayId").asText();
    boolean gone = !nat.isEmpty() && !store.has(place, NAT, nat);
    return route.put("state", gone ? "blackhole" : "active");
  }

  ArrayNode endpoints() {
    return list(ENDPOINT, this::endpoint);
  }

  private ObjectNode endpoint(Resource endpoint) {
    ObjectNode properties = endpoint.properties();
    String vpc = properties.path("VpcId").asText();
    ObjectNode shape = Json.object().put("vpcEndpointId", endpoint.id());
    shape.put("vpcEndpointType", properties.path("VpcEndpointType").asText("Gateway"));
    shape.put("vpcId", vpc).put("serviceName", properties.path("ServiceName").asText());
    shape.put("state", "available");
    shape.put("privateDnsEnabled", properties.path("PrivateDnsEnabled").asText("false"));
    shape.set("routeTableIdSet", Json.texts(Json.textsOf(properties.path("RouteTableIds"))));
    shape.set("subnetIdSet", Json.texts(Json.textsOf(properties.path("SubnetIds"))));
    List<String> named = Json.textsOf(properties.path("SecurityGroupIds"));
    List<String> groups = named.isEmpty() ? List.of(defaultGroup(vpc)) : named;
    shape.set("groupSet", Json.list(groups, id -> Json.object().put("groupId", id)));
    return shape;
  }

  private String defaultGroup(String vpc) {
    return vpc.replace("vpc-", "sg-0");
  }

  /**
   * Returns the security groups, including each VPC's default group, which allows traffic only from
   * itself.
   */
  ArrayNode groups() {
    ArrayNode groups = list(GROUP, group -> new StoredSecurityGroups(store, place).shape(group));
    for (Resource vpc : store.resources(place, VPC)) {
      groups.add(StoredSecurityGroups.ofItself(defaultGroup(vpc.id()), vpc.id()));
    }
    return groups;
  }

  ArrayNode natGateways() {
    return list(
        NAT,
        nat -> {
          String subnet = nat.properties().path("SubnetId").asText();
          return Json.object()
              .put("natGatewayId", nat.id())
              .put("subnetId", subnet)
              .put(
                  "vpcId",
                  store.find(place, SUBNET, subnet).orElseGet(Json::object).path("VpcId").asText())
              .put("state", nat.properties().path("@State").asText("available"))
              .put("connectivityType", nat.properties().path("ConnectivityType").asText("public"));
        });
  }

  /**
   * Returns the network ACLs; a subnet without one uses its VPC's default ACL, which allows all
   * traffic.
   */
  ArrayNode acls() {
    return list(
        ACL,
        acl -> {
          ObjectNode shape = Json.object().put("networkAclId", acl.id());
          shape.put("vpcId", acl.properties().path("VpcId").asText());
          shape.set("entrySet", acl.properties().path("@Entries"));
          JsonNode subnets = acl.properties().path("@SubnetIds");
          shape.set(
              "associationSet",
              Json.list(Json.textsOf(subnets), id -> Json.object().put("subnetId", id)));
          return shape;
        });
  }
}
