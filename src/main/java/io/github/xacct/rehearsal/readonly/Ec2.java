package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;
import java.util.ArrayList;
import java.util.List;

/**
 * The API of EC2, as far as describing the network, by IDs and by the filters {@code vpc-id} and
 * {@code subnet-id}.
 */
public final class Ec2 implements Service {
  private final ResourceStore store;

  public Ec2(ResourceStore store) {
    this.store = store;
  }

  @Override
  public String signingName() {
    return "ec2";
  }

  @Override
  public Protocol protocol() {
    return Protocol.EC2;
  }

  @Override
  public String xmlNamespace() {
    return "http://ec2.amazonaws.com/doc/2016-11-15/";
  }

  @Override
  public ObjectNode answer(Call call) {
    if (call.operation().equals("DescribeSubnets")) {
      // The subnets of an existing VPC are not known, so they are assumed.
      PlannedNetwork.subnets(
          store, call.place(), texts(call, "Filter.1.Value"), texts(call, "SubnetId"));
    }
    var network = new StoredNetwork(store, call.place());
    return switch (call.operation()) {
      case "DescribeSubnets" -> of(call, "subnetSet", network.subnets(), "SubnetId", "subnetID");
      case "DescribeRouteTables" ->
          of(call, "routeTableSet", network.routeTables(), "RouteTableId", "routeTableID");
      case "DescribeVpcEndpoints" ->
          of(call, "vpcEndpointSet", network.endpoints(), "VpcEndpointId", "VpcEndpointId");
      case "DescribeSecurityGroups" ->
          of(call, "securityGroupInfo", network.groups(), "GroupId", "Group");
      case "DescribeNatGateways" ->
          of(call, "natGatewaySet", network.natGateways(), "NatGatewayId", "NatGatewayID");
      case "DescribeNetworkAcls" ->
          of(call, "networkAclSet", network.acls(), "NetworkAclId", "NetworkAclID");
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  /** Returns the requested items, or throws AWS's error if one does not exist. */
  private static ObjectNode of(
      Call call, String set, ArrayNode all, String parameter, String inError) {
    String id = Character.toLowerCase(parameter.charAt(0)) + parameter.substring(1);
    List<String> wanted = texts(call, parameter);
    for (String one : wanted) {
      if (Json.objects(objects(all)).findValuesAsText(id).stream().noneMatch(one::equals)) {
        throw AwsError.badRequest(
            "Invalid" + capital(inError) + ".NotFound",
            "The %s ID '%s' does not exist".formatted(inError.replaceFirst("I[Dd]$", ""), one));
      }
    }
    ArrayNode found = Json.array();
    for (JsonNode thing : all) {
      if ((wanted.isEmpty() || wanted.contains(thing.path(id).asText())) && passes(call, thing)) {
        found.add(thing);
      }
    }
    return Json.object().set(set, found);
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static List<ObjectNode> objects(ArrayNode all) {
    List<ObjectNode> objects = new ArrayList<>();
    all.forEach(one -> objects.add((ObjectNode) one));
    return objects;
  }

  private static boolean passes(Call call, JsonNode thing) {
    for (int i = 1; call.input().has("Filter." + i + ".Name"); i++) {
      String name = call.text("Filter." + i + ".Name");
      List<String> values = texts(call, "Filter." + i + ".Value");
      String value =
          switch (name) {
            case "vpc-id" -> thing.path("vpcId").asText();
            case "subnet-id" -> thing.path("subnetId").asText();
            default -> throw new UnsupportedOperationException("filter " + name);
          };
      if (!values.contains(value)) {
        return false;
      }
    }
    return true;
  }

  private static List<String> texts(Call call, String name) {
    List<String> values = new ArrayList<>();
    for (int i = 1; call.input().has(name + "." + i); i++) {
      values.add(call.text(name + "." + i));
    }
    return values;
  }
}
