package io.github.xacct.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The network resources of a VPC: each component is a list as EC2 returns it, without the {@code
 * item} elements of its XML.
 *
 * @param subnets of DescribeSubnets
 * @param routeTables of DescribeRouteTables
 * @param endpoints of DescribeVpcEndpoints
 * @param groups of DescribeSecurityGroups
 * @param natGateways of DescribeNatGateways
 * @param acls of DescribeNetworkAcls
 */
public record Network(
    JsonNode subnets,
    JsonNode routeTables,
    JsonNode endpoints,
    JsonNode groups,
    JsonNode natGateways,
    JsonNode acls) {

  Optional<JsonNode> subnet(String id) {
    return stream(subnets).filter(s -> s.path("subnetId").asText().equals(id)).findFirst();
  }

  /** Returns the route table of the subnet, or else the main route table of its VPC. */
  Optional<JsonNode> routesOf(JsonNode subnet) {
    String id = subnet.path("subnetId").asText();
    return stream(routeTables)
        .filter(table -> associated(table, "subnetId", id))
        .findFirst()
        .or(
            () ->
                stream(routeTables)
                    .filter(table -> inVpcOf(table, subnet))
                    .filter(table -> associated(table, "main", "true"))
                    .findFirst());
  }

  Optional<JsonNode> aclOf(JsonNode subnet) {
    String id = subnet.path("subnetId").asText();
    return stream(acls).filter(acl -> associated(acl, "subnetId", id)).findFirst();
  }

  private static boolean associated(JsonNode thing, String name, String value) {
    return stream(thing.path("associationSet"))
        .anyMatch(association -> association.path(name).asText().equals(value));
  }

  static boolean inVpcOf(JsonNode thing, JsonNode subnet) {
    return thing.path("vpcId").asText().equals(subnet.path("vpcId").asText());
  }

  Optional<JsonNode> natGateway(String id) {
    return stream(natGateways).filter(n -> n.path("natGatewayId").asText().equals(id)).findFirst();
  }

  Optional<JsonNode> group(String id) {
    return stream(groups).filter(g -> g.path("groupId").asText().equals(id)).findFirst();
  }

  /** Returns the CIDR blocks of the subnets that were read. */
  List<String> blocks(List<String> subnetIds) {
    return subnetIds.stream()
        .flatMap(id -> subnet(id).stream())
        .map(subnet -> subnet.path("cidrBlock").asText())
        .toList();
  }

  static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(
        (list.isArray() ? list : JsonNodeFactory.instance.arrayNode()).spliterator(), false);
  }
}
