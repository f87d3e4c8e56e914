package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Creates the network that a service refers to and no stack created: subnets with internet access,
 * through a NAT gateway unless the tasks have public addresses, and security groups that allow all
 * traffic.
 */
public final class PlannedNetwork {
  private static final String EVERYWHERE = "0.0.0.0/0";
  private static final String PUBLIC = "subnet-0rehearsalpublic";
  private static final String NAT = "nat-0rehearsal";
  private static final String GATEWAY = "igw-0rehearsal";

  private final ResourceStore store;
  private final AccountRegion place;
  private int subnets;

  private PlannedNetwork(ResourceStore store, AccountRegion place) {
    this.store = store;
    this.place = place;
  }

  /** Creates the missing network resources of a service in CloudFormation properties. */
  public static void around(ResourceStore store, AccountRegion place, JsonNode service) {
    around(store, place, service, List.of(), List.of());
  }

  /**
   * Creates the missing network resources of a service, including those that its deployments
   * specify instead.
   */
  public static void around(
      ResourceStore store,
      AccountRegion place,
      JsonNode service,
      Collection<String> subnets,
      Collection<String> groups) {
    new PlannedNetwork(store, place).put(service, subnets, groups);
  }

  /** Creates missing subnets of a VPC that a request names. */
  public static void subnets(
      ResourceStore store, AccountRegion place, List<String> vpcs, List<String> ids) {
    if (vpcs.size() == 1 && !store.has(place, StoredNetwork.VPC, vpcs.get(0))) {
      var planned = new PlannedNetwork(store, place);
      planned.tables(vpcs.get(0));
      ids.forEach(id -> planned.subnet(vpcs.get(0), id, "private"));
    }
  }

  private void tables(String vpc) {
    putNew(StoredNetwork.VPC, vpc, Json.object().put("CidrBlock", "10.0.0.0/16"));
    table(vpc, "public", "GatewayId", GATEWAY);
    subnet(vpc, PUBLIC, "public");
    ObjectNode nat = Json.object().put("SubnetId", PUBLIC);
    putNew(StoredNetwork.NAT, NAT, nat);
    table(vpc, "private", "NatGatewayId", NAT);
  }

  private void put(JsonNode service, Collection<String> more, Collection<String> moreGroups) {
    JsonNode awsvpc = service.at("/NetworkConfiguration/AwsvpcConfiguration");
    List<String> named = new ArrayList<>(Json.textsOf(awsvpc.path("Subnets")));
    named.addAll(more);
    if (named.stream().allMatch(id -> store.has(place, StoredNetwork.SUBNET, id))) {
      return;
    }
    String vpc = vpc(service);
    tables(vpc);
    boolean open = awsvpc.path("AssignPublicIp").asText().equals("ENABLED");
    named.forEach(id -> subnet(vpc, id, open ? "public" : "private"));
    Json.textsOf(awsvpc.path("SecurityGroups")).forEach(id -> group(vpc, id));
    moreGroups.forEach(id -> group(vpc, id));
    store.all(place, ResourceTypeNames.LOAD_BALANCER).values().stream()
        .flatMap(balancer -> Json.textsOf(balancer.path("SecurityGroups")).stream())
        .forEach(id -> group(vpc, id));
  }

  private String vpc(JsonNode service) {
    return store
        .find(
            place,
            ResourceTypeNames.TARGET_GROUP,
            service.at("/LoadBalancers/0/TargetGroupArn").asText())
        .map(group -> group.path("VpcId").asText())
        .orElse("vpc-0rehearsal");
  }

  private void table(String vpc, String which, String target, String id) {
    String table = "rtb-0rehearsal" + which;
    putNew(StoredNetwork.ROUTE_TABLE, table, Json.object().put("VpcId", vpc));
    ObjectNode route = Json.object().put("RouteTableId", table);
    route.put("DestinationCidrBlock", EVERYWHERE).put(target, id);
    putNew(StoredNetwork.ROUTE, table + "|" + EVERYWHERE, route);
  }

  private void subnet(String vpc, String id, String which) {
    ObjectNode subnet = Json.object().put("VpcId", vpc);
    subnet.put("CidrBlock", "10.0." + subnets++ + ".0/24");
    if (!store.has(place, StoredNetwork.SUBNET, id)) {
      putNew(StoredNetwork.SUBNET, id, subnet);
      ObjectNode association = Json.object().put("SubnetId", id);
      association.put("RouteTableId", "rtb-0rehearsal" + which);
      putNew(StoredNetwork.ASSOCIATION, "rtbassoc-" + id.replace("subnet-", ""), association);
    }
  }

  private void group(String vpc, String id) {
    ObjectNode group = Json.object().put("VpcId", vpc).put("GroupDescription", "rehearsal");
    group
        .putArray("SecurityGroupIngress")
        .addObject()
        .put("IpProtocol", "-1")
        .put("CidrIp", EVERYWHERE);
    putNew(StoredNetwork.GROUP, id, group);
  }

  private void putNew(String type, String id, ObjectNode properties) {
    if (!store.has(place, type, id)) {
      store.put(place, type, id, properties);
    }
  }
}
