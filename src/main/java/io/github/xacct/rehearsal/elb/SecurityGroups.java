package io.github.xacct.rehearsal.elb;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates which connections the rules of security groups and the scheme of a load balancer admit.
 * A group that is not in the resource store has unknown rules, and admits all. Source: Amazon VPC
 * user guide, "Control traffic to your AWS resources using security groups".
 */
public final class SecurityGroups {
  /** The address of a build outside the account's VPCs: a public one (RFC 5737). */
  static final String OUTSIDE = "198.51.100.200";

  private static final String GROUP = "AWS::EC2::SecurityGroup";
  private static final String INGRESS = "AWS::EC2::SecurityGroupIngress";

  private final ResourceStore store;

  public SecurityGroups(ResourceStore store) {
    this.store = store;
  }

  /** Returns why a listener cannot be reached from outside its VPC, or empty. */
  Optional<String> closedToTheOutside(Resource listener) {
    JsonNode properties = listener.properties();
    Optional<JsonNode> balancer =
        store
            .find(
                listener.place(),
                ResourceTypeNames.LOAD_BALANCER,
                properties.path("LoadBalancerArn").asText())
            .map(found -> found);
    if (balancer.isEmpty()) {
      return Optional.empty();
    }
    if (balancer.get().path("Scheme").asText().equals("internal")) {
      return Optional.of("its load balancer is internal");
    }
    int port = properties.path("Port").asInt();
    var groups = Json.textsOf(balancer.get().path("SecurityGroups"));
    return admitsAddress(listener.place(), groups, port, OUTSIDE)
        ? Optional.empty()
        : Optional.of("its security group " + String.join(", ", groups) + " does not admit it");
  }

  /** Returns whether one of the groups admits an IPv4 address. */
  boolean admitsAddress(AccountRegion place, List<String> groups, int port, String address) {
    return groups.isEmpty()
        || groups.stream()
            .anyMatch(
                group ->
                    !store.has(place, GROUP, group)
                        || rules(place, group).stream()
                            .anyMatch(rule -> covers(rule, port) && holds(rule, address)));
  }

  /** Returns whether one of the groups admits a caller with one of the callers' groups. */
  public boolean admitsGroups(
      AccountRegion place, List<String> groups, int port, List<String> callers) {
    return groups.isEmpty()
        || groups.stream()
            .anyMatch(
                group ->
                    !store.has(place, GROUP, group)
                        || rules(place, group).stream()
                            .anyMatch(rule -> covers(rule, port) && admits(rule, callers)));
  }

  private static boolean admits(JsonNode rule, List<String> callers) {
    return rule.path("CidrIp").asText().equals("0.0.0.0/0")
        || callers.contains(rule.path("SourceSecurityGroupId").asText());
  }

  private List<JsonNode> rules(AccountRegion place, String group) {
    var rules = new ArrayList<JsonNode>();
    store
        .find(place, GROUP, group)
        .ifPresent(found -> found.path("SecurityGroupIngress").forEach(rules::add));
    store.all(place, INGRESS).values().stream()
        .filter(rule -> rule.path("GroupId").asText().equals(group))
        .forEach(rules::add);
    return rules;
  }

  private static boolean covers(JsonNode rule, int port) {
    return rule.path("IpProtocol").asText().equals("-1")
        || rule.path("FromPort").asInt() <= port && port <= rule.path("ToPort").asInt();
  }

  private static boolean holds(JsonNode rule, String address) {
    String[] block = rule.path("CidrIp").asText().split("/");
    if (block.length < 2) {
      return false;
    }
    int hostBits = 32 - Integer.parseInt(block[1]);
    return bits(block[0]) >> hostBits == bits(address) >> hostBits;
  }

  private static long bits(String address) {
    long bits = 0;
    for (String octet : address.split("\\.")) {
      bits = bits << 8 | Integer.parseInt(octet);
    }
    return bits;
  }
}
