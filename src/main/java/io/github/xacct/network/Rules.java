package io.github.xacct.network;

import static io.github.xacct.network.Network.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.network.Path.Way;
import java.util.Comparator;
import java.util.List;

/**
 * Which connections security groups and network ACLs allow. Source: Amazon VPC user guide,
 * "Security group rules" and "Network ACL rules".
 */
final class Rules {
  /** An ephemeral port, at which a task receives answers: Linux uses 32768 to 60999. */
  private static final int ANSWERS = 49152;

  private final Network network;

  Rules(Network network) {
    this.network = network;
  }

  /** The other end of a connection. */
  record Peer(List<String> blocks, List<String> groups) {}

  /** Whether one of these groups allows outbound connections to the peer. */
  Way out(List<String> groups, int port, Peer to) {
    return allowed(groups, "ipPermissionsEgress", port, to);
  }

  /** Whether one of these groups allows inbound connections from the peer. */
  Way in(List<String> groups, int port, Peer from) {
    return allowed(groups, "ipPermissions", port, from);
  }

  /** Evaluates the rules of the groups; unknown if one of the groups was not read. */
  private Way allowed(List<String> groups, String direction, int port, Peer peer) {
    if (groups.isEmpty() || groups.stream().anyMatch(id -> network.group(id).isEmpty())) {
      return Way.UNKNOWN;
    }
    var rules =
        groups.stream()
            .flatMap(id -> network.group(id).stream())
            .flatMap(group -> stream(group.path(direction)))
            .filter(rule -> covers(rule, port))
            .toList();
    if (rules.stream().anyMatch(rule -> names(rule, peer))) {
      return Way.OPEN;
    }
    boolean prefixLists = rules.stream().anyMatch(rule -> !rule.path("prefixListIds").isEmpty());
    return prefixLists ? Way.UNKNOWN : Way.CLOSED;
  }

  private static boolean covers(JsonNode rule, int port) {
    String protocol = rule.path("ipProtocol").asText();
    return protocol.equals("-1")
        || (protocol.equals("tcp") || protocol.equals("6"))
            && rule.path("fromPort").asInt() <= port
            && port <= rule.path("toPort").asInt();
  }

  private static boolean names(JsonNode rule, Peer peer) {
    boolean group =
        stream(rule.path("groups"))
            .anyMatch(named -> peer.groups().contains(named.path("groupId").asText()));
    return group
        || stream(rule.path("ipRanges"))
            .map(range -> Cidr.parse(range.path("cidrIp").asText()))
            .anyMatch(
                range ->
                    range.everything()
                        || peer.blocks().stream()
                            .anyMatch(block -> Cidr.parse(block).overlaps(range)));
  }

  /** Whether a rule allows the prefix list, such as that of S3. */
  boolean outToPrefixList(List<String> groups, int port, String prefixList) {
    return groups.stream()
        .flatMap(id -> network.group(id).stream())
        .flatMap(group -> stream(group.path("ipPermissionsEgress")))
        .filter(rule -> covers(rule, port))
        .flatMap(rule -> stream(rule.path("prefixListIds")))
        .anyMatch(named -> named.path("prefixListId").asText().equals(prefixList));
  }

  /**
   * Whether the subnet's network ACL denies a connection to a block of addresses, or its answers.
   */
  boolean aclDrops(JsonNode subnet, String block, int port) {
    return network
        .aclOf(subnet)
        .filter(acl -> !first(acl, true, block, port) || !first(acl, false, block, ANSWERS))
        .isPresent();
  }

  /**
   * Whether the matching rule with the lowest number allows the traffic; without one it is denied.
   */
  private static boolean first(JsonNode acl, boolean egress, String block, int port) {
    return stream(acl.path("entrySet"))
        .filter(entry -> entry.path("egress").asBoolean() == egress)
        .sorted(Comparator.comparingInt(entry -> entry.path("ruleNumber").asInt()))
        .filter(entry -> matches(entry, block, port))
        .findFirst()
        .filter(entry -> entry.path("ruleAction").asText().equals("allow"))
        .isPresent();
  }

  private static boolean matches(JsonNode entry, String block, int port) {
    String protocol = entry.path("protocol").asText();
    JsonNode ports = entry.path("portRange");
    boolean covers =
        protocol.equals("-1")
            || protocol.equals("6")
                && (!ports.isObject()
                    || ports.path("from").asInt() <= port && port <= ports.path("to").asInt());
    return covers && Cidr.parse(entry.path("cidrBlock").asText()).overlaps(Cidr.parse(block));
  }
}
