package io.github.xacct.network;

import static io.github.xacct.network.Network.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Whether a subnet's default route leads to the internet. */
final class DefaultRoute {
  /** Targets of a route behind which the path cannot be checked. */
  private static final List<String> BEYOND =
      List.of(
          "transitGatewayId",
          "vpcPeeringConnectionId",
          "coreNetworkArn",
          "networkInterfaceId",
          "instanceId",
          "localGatewayId",
          "carrierGatewayId");

  private final Network network;
  private final TaskPlacement placement;
  private final String region;

  DefaultRoute(Network network, TaskPlacement placement, String region) {
    this.network = network;
    this.placement = placement;
    this.region = region;
  }

  Path of(JsonNode subnet, Destination destination) {
    String id = subnet.path("subnetId").asText();
    var table = network.routesOf(subnet);
    if (table.isEmpty()) {
      return Path.unknown("the route table of subnet " + id + " is not known");
    }
    String tableId = table.get().path("routeTableId").asText();
    var route = route(table.get());
    if (route.isEmpty()) {
      return none(subnet, tableId, destination);
    }
    if (route.get().path("state").asText().equals("blackhole")) {
      return Path.closed(
          "the default route of route table %s of subnet %s leads to %s, which was deleted"
              .formatted(tableId, id, target(route.get())),
          toNat("replace-route", tableId));
    }
    return by(route.get(), subnet, tableId);
  }

  private static Optional<JsonNode> route(JsonNode table) {
    return stream(table.path("routeSet"))
        .filter(route -> route.path("destinationCidrBlock").asText().equals("0.0.0.0/0"))
        .findFirst();
  }

  private Path none(JsonNode subnet, String tableId, Destination destination) {
    String id = subnet.path("subnetId").asText();
    String what = "route table " + tableId + " of subnet " + id + " has no default route";
    if (destination.service().isEmpty()) {
      return Path.closed(what, toNat("create-route", tableId));
    }
    if (!destination.region().equals(region)) {
      return Path.closed(
          "%s, and no endpoint of this VPC reaches %s in %s"
              .formatted(what, destination.service(), destination.region()),
          toNat("create-route", tableId));
    }
    return Path.closed(
        what + ", and the VPC has no usable endpoint for " + destination.service(),
        toNat("create-route", tableId),
        "or " + endpoint(subnet, tableId, destination));
  }

  private String endpoint(JsonNode subnet, String tableId, Destination destination) {
    boolean gateway = destination.service().equals("s3");
    boolean ofThePartition = destination.service().startsWith("ecr.");
    String prefix =
        region.startsWith("cn-") && ofThePartition ? "cn.com.amazonaws." : "com.amazonaws.";
    String where =
        gateway
            ? "Gateway --route-table-ids " + tableId
            : "Interface --private-dns-enabled --subnet-ids %s --security-group-ids GROUP"
                .formatted(String.join(" ", placement.subnets()));
    return "aws ec2 create-vpc-endpoint --vpc-id %s --service-name %s%s.%s --vpc-endpoint-type %s"
        .formatted(subnet.path("vpcId").asText(), prefix, region, destination.service(), where);
  }

  private Path by(JsonNode route, JsonNode subnet, String tableId) {
    String id = subnet.path("subnetId").asText();
    if (route.path("gatewayId").asText().startsWith("igw-")) {
      return placement.publicAddress()
          ? Path.open("the internet gateway " + route.path("gatewayId").asText())
          : Path.closed(
              "the default route of subnet "
                  + id
                  + " leads to an internet gateway, and the tasks have no public address",
              "<stackParameters><AssignPublicIp>ENABLED</AssignPublicIp>, or a service of your own:",
              "assignPublicIp ENABLED in its network configuration; or subnets with a NAT gateway.");
    }
    if (route.path("natGatewayId").asText().isEmpty()) {
      return beyond(route, subnet);
    }
    return byNat(route.path("natGatewayId").asText(), tableId);
  }

  private Path beyond(JsonNode route, JsonNode subnet) {
    return Path.unknown(
        "the default route of subnet %s leads to %s, which cannot be checked from here"
            .formatted(subnet.path("subnetId").asText(), target(route)));
  }

  private static String target(JsonNode route) {
    for (String name : BEYOND) {
      if (!route.path(name).asText().isEmpty()) {
        return route.path(name).asText();
      }
    }
    String nat = route.path("natGatewayId").asText();
    return nat.isEmpty() ? route.path("gatewayId").asText("an unknown target") : nat;
  }

  private Path byNat(String nat, String tableId) {
    var found = network.natGateway(nat);
    if (found.isEmpty() || !found.get().path("state").asText("available").equals("available")) {
      String state = found.map(n -> n.path("state").asText()).orElse("not there");
      return Path.closed(
          "NAT gateway " + nat + " of route table " + tableId + " is " + state,
          toNat("replace-route", tableId));
    }
    if (found.get().path("connectivityType").asText("public").equals("private")) {
      return Path.unknown("NAT gateway " + nat + " is private, and cannot be checked from here");
    }
    String home = found.get().path("subnetId").asText();
    var routes = network.subnet(home).flatMap(network::routesOf);
    if (routes.isEmpty()) {
      return Path.open("NAT gateway " + nat);
    }
    boolean out =
        route(routes.get())
            .filter(route -> route.path("gatewayId").asText().startsWith("igw-"))
            .isPresent();
    return out
        ? Path.open("NAT gateway " + nat)
        : Path.closed(
            "NAT gateway %s is in subnet %s, which has no default route to an internet gateway"
                .formatted(nat, home),
            "create it in a public subnet, whose default route leads to an internet gateway.");
  }

  private static String toNat(String command, String tableId) {
    return """
        aws ec2 %s --route-table-id %s --destination-cidr-block 0.0.0.0/0 --nat-gateway-id \
        NAT_GATEWAY"""
        .formatted(command, tableId);
  }
}
