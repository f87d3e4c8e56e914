package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.Json;

/**
 * The security groups of the resource store as DescribeSecurityGroups returns them, including rules
 * that are separate resources.
 */
final class StoredSecurityGroups {
  private static final String INGRESS = "AWS::EC2::SecurityGroupIngress";
  private static final String EGRESS = "AWS::EC2::SecurityGroupEgress";

  private final ResourceStore store;
  private final AccountRegion place;

  StoredSecurityGroups(ResourceStore store, AccountRegion place) {
    this.store = store;
    this.place = place;
  }

  ObjectNode shape(Resource group) {
    ObjectNode properties = group.properties();
    ObjectNode shape = Json.object().put("ownerId", place.account().value());
    shape
        .put("groupId", group.id())
        .put("groupName", properties.path("GroupName").asText(group.id()));
    shape.put("vpcId", properties.path("VpcId").asText());
    ArrayNode in = shape.putArray("ipPermissions");
    properties.path("SecurityGroupIngress").forEach(rule -> in.add(rule(rule, "Source")));
    beside(INGRESS, group.id(), "Source", in);
    ArrayNode out = shape.putArray("ipPermissionsEgress");
    properties.path("SecurityGroupEgress").forEach(rule -> out.add(rule(rule, "Destination")));
    beside(EGRESS, group.id(), "Destination", out);
    if (out.isEmpty() && !properties.has("SecurityGroupEgress")) {
      // "Security groups allow all outbound traffic by default"; an explicit egress rule replaces
      // that.
      out.add(rule(Json.object().put("IpProtocol", "-1").put("CidrIp", "0.0.0.0/0"), ""));
    }
    return shape;
  }

  private void beside(String type, String group, String prefix, ArrayNode rules) {
    store.all(place, type).values().stream()
        .filter(rule -> rule.path("GroupId").asText().equals(group))
        .forEach(rule -> rules.add(rule(rule, prefix)));
  }

  private static ObjectNode rule(JsonNode rule, String prefix) {
    ObjectNode shape = Json.object().put("ipProtocol", rule.path("IpProtocol").asText());
    if (rule.has("FromPort")) {
      shape
          .put("fromPort", rule.path("FromPort").asInt())
          .put("toPort", rule.path("ToPort").asInt());
    }
    named(shape.putArray("groups"), "groupId", rule.path(prefix + "SecurityGroupId"));
    named(shape.putArray("ipRanges"), "cidrIp", rule.path("CidrIp"));
    named(shape.putArray("prefixListIds"), "prefixListId", rule.path(prefix + "PrefixListId"));
    return shape;
  }

  private static void named(ArrayNode list, String name, JsonNode value) {
    if (!value.asText().isEmpty()) {
      list.addObject().put(name, value.asText());
    }
  }

  static ObjectNode ofItself(String id, String vpc) {
    ObjectNode shape = Json.object().put("groupId", id).put("groupName", "default");
    shape.put("vpcId", vpc);
    ObjectNode in = shape.putArray("ipPermissions").addObject().put("ipProtocol", "-1");
    in.putArray("groups").addObject().put("groupId", id);
    ObjectNode out = shape.putArray("ipPermissionsEgress").addObject().put("ipProtocol", "-1");
    out.putArray("ipRanges").addObject().put("cidrIp", "0.0.0.0/0");
    return shape;
  }
}
