package io.github.xacct.network;

import static io.github.xacct.network.Network.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.network.Path.Way;
import java.util.List;
import java.util.Optional;

/**
 * The path of tasks to a service: an interface endpoint with private DNS, the S3 gateway endpoint,
 * or the default route. Source: Amazon ECR user guide, "Amazon ECR interface VPC endpoints"; Amazon
 * VPC user guide, "Configure route tables".
 */
public final class TaskPaths {
  private static final int HTTPS = 443;

  /** A public address of AWS, to evaluate rules that do not allow the whole internet. */
  private static final String AWS = "52.94.5.1";

  private final Network network;
  private final TaskPlacement placement;
  private final String region;
  private final Rules rules;

  /**
   * @param region of the VPC; its endpoints lead to services in that region only
   */
  public TaskPaths(Network network, TaskPlacement placement, String region) {
    this.network = network;
    this.placement = placement;
    this.region = region;
    this.rules = new Rules(network);
  }

  /** Returns the worst path of all subnets, because a task may be placed in any of them. */
  public Path to(Destination destination) {
    var paths = placement.subnets().stream().map(id -> from(id, destination)).distinct().toList();
    return paths.stream()
        .filter(Path::isClosed)
        .findFirst()
        .or(() -> paths.stream().filter(Path::isUnknown).findFirst())
        .or(() -> paths.stream().findFirst())
        .orElseGet(() -> Path.unknown("no subnets are named"));
  }

  /** Returns the path from a load balancer to the tasks' port. */
  public Path fromLoadBalancer(List<String> groups, List<String> subnets, int port) {
    var balancer = new Rules.Peer(network.blocks(subnets), groups);
    var tasks = new Rules.Peer(network.blocks(placement.subnets()), placement.groups());
    String ours = String.join(", ", placement.groups());
    if (rules.in(placement.groups(), port, balancer) == Way.CLOSED) {
      return Path.closed(
          "the tasks' security group " + ours + " does not admit the load balancer at port " + port,
          "aws ec2 authorize-security-group-ingress --group-id %s --protocol tcp --port %s %s"
              .formatted(
                  placement.groups().get(0),
                  port,
                  groups.isEmpty()
                      ? "--cidr " + String.join(" --cidr ", balancer.blocks())
                      : "--source-group " + groups.get(0)));
    }
    if (rules.out(groups, port, tasks) == Way.CLOSED) {
      return Path.closed(
          "the load balancer's security group "
              + String.join(", ", groups)
              + " allows no outbound traffic to the tasks' port "
              + port,
          """
              aws ec2 authorize-security-group-egress --group-id %s --ip-permissions \
              IpProtocol=tcp,FromPort=%s,ToPort=%s,UserIdGroupPairs=[{GroupId=%s}]"""
              .formatted(groups.get(0), port, port, placement.groups().get(0)));
    }
    return Path.open("port " + port + " of the tasks");
  }

  private Path from(String subnetId, Destination destination) {
    var subnet = network.subnet(subnetId);
    if (subnet.isEmpty()) {
      return Path.closed("subnet " + subnetId + " does not exist", "name one that does.");
    }
    var endpoint = endpoint(subnet.get(), destination);
    if (endpoint.filter(TaskPaths::answersByName).isPresent()) {
      return byEndpoint(subnet.get(), endpoint.get());
    }
    Path path =
        prefixList(subnet.get(), destination)
            .map(list -> byGateway(subnet.get(), list))
            .orElseGet(() -> byRoute(subnet.get(), destination));
    return endpoint.isPresent() && path.isClosed() ? unnamed(endpoint.get(), path) : path;
  }

  private Optional<JsonNode> endpoint(JsonNode subnet, Destination destination) {
    return endpoints(subnet, destination, "Interface")
        .max(java.util.Comparator.comparing(TaskPaths::answersByName));
  }

  private java.util.stream.Stream<JsonNode> endpoints(
      JsonNode subnet, Destination destination, String type) {
    String name = "." + region + "." + destination.service();
    return stream(network.endpoints())
        .filter(e -> destination.region().equals(region) && Network.inVpcOf(e, subnet))
        .filter(e -> e.path("vpcEndpointType").asText().equals(type))
        .filter(e -> e.path("serviceName").asText().endsWith(name))
        .filter(e -> e.path("state").asText("available").equalsIgnoreCase("available"));
  }

  private static boolean answersByName(JsonNode endpoint) {
    return endpoint.path("privateDnsEnabled").asBoolean();
  }

  private static Path unnamed(JsonNode endpoint, Path path) {
    String id = endpoint.path("vpcEndpointId").asText();
    return path.after(
        "endpoint " + id + " has no private DNS, so it is not used",
        "aws ec2 modify-vpc-endpoint --vpc-endpoint-id " + id + " --private-dns-enabled");
  }

  private Path byEndpoint(JsonNode subnet, JsonNode endpoint) {
    String id = endpoint.path("vpcEndpointId").asText();
    var groups = stream(endpoint.path("groupSet")).map(g -> g.path("groupId").asText()).toList();
    var subnets = stream(endpoint.path("subnetIdSet")).map(JsonNode::asText).toList();
    var there = new Rules.Peer(network.blocks(subnets), groups);
    String block = subnet.path("cidrBlock").asText();
    if (rules.out(placement.groups(), HTTPS, there) == Way.CLOSED) {
      return closedOut("to endpoint " + id);
    }
    if (rules.in(groups, HTTPS, new Rules.Peer(List.of(block), placement.groups())) == Way.CLOSED) {
      return Path.closed(
          "security group %s of endpoint %s does not admit the tasks at port 443"
              .formatted(String.join(", ", groups), id),
          "aws ec2 authorize-security-group-ingress --group-id "
              + groups.get(0)
              + " --protocol tcp --port 443 --source-group "
              + placement.groups().stream().findFirst().orElse("GROUP"));
    }
    boolean besides = !subnets.contains(subnet.path("subnetId").asText());
    if (besides && there.blocks().stream().allMatch(b -> rules.aclDrops(subnet, b, HTTPS))) {
      return there.blocks().isEmpty() ? Path.open("endpoint " + id) : aclDrops(subnet);
    }
    return Path.open("endpoint " + id);
  }

  /** The prefix list of the route to S3's gateway endpoint, if the subnet has one. */
  private Optional<String> prefixList(JsonNode subnet, Destination destination) {
    String table =
        network.routesOf(subnet).map(t -> t.path("routeTableId").asText()).orElse("none");
    return endpoints(subnet, destination, "Gateway")
        .filter(e -> stream(e.path("routeTableIdSet")).anyMatch(id -> id.asText().equals(table)))
        .findFirst()
        .map(e -> prefixListOf(subnet, e.path("vpcEndpointId").asText()));
  }

  private String prefixListOf(JsonNode subnet, String endpoint) {
    return stream(network.routesOf(subnet).orElseThrow().path("routeSet"))
        .filter(route -> route.path("gatewayId").asText().equals(endpoint))
        .map(route -> route.path("destinationPrefixListId").asText())
        .findFirst()
        .orElse("");
  }

  private Path byGateway(JsonNode subnet, String list) {
    return rules.outToPrefixList(placement.groups(), HTTPS, list)
        ? Path.open("the gateway endpoint of S3")
        : throughRules(subnet, Path.open("the gateway endpoint of S3"));
  }

  private Path byRoute(JsonNode subnet, Destination destination) {
    return throughRules(
        subnet, new DefaultRoute(network, placement, region).of(subnet, destination));
  }

  private Path throughRules(JsonNode subnet, Path path) {
    if (path.isClosed()) {
      return path;
    }
    return switch (rules.out(placement.groups(), HTTPS, new Rules.Peer(List.of(AWS), List.of()))) {
      case CLOSED -> onlyElsewhere() ? notAll(path) : closedOut("to AWS");
      default -> rules.aclDrops(subnet, AWS, HTTPS) ? aclDrops(subnet) : path;
    };
  }

  /** Whether rules allow some public addresses, which may or may not be those of the service. */
  private boolean onlyElsewhere() {
    return placement.groups().stream()
        .flatMap(id -> network.group(id).stream())
        .flatMap(group -> stream(group.path("ipPermissionsEgress")))
        .flatMap(rule -> stream(rule.path("ipRanges")))
        .anyMatch(range -> !Cidr.parse(range.path("cidrIp").asText()).isPrivate());
  }

  private Path notAll(Path path) {
    return Path.unknown(
        path.words()
            + "; security group "
            + String.join(", ", placement.groups())
            + " allows outbound traffic on port 443 to some addresses only");
  }

  private Path closedOut(String where) {
    String groups = String.join(", ", placement.groups());
    return Path.closed(
        "the tasks' security group "
            + groups
            + " allows no outbound traffic "
            + where
            + " at port 443",
        "aws ec2 authorize-security-group-egress --group-id "
            + placement.groups().get(0)
            + " --protocol tcp --port 443 --cidr 0.0.0.0/0");
  }

  private Path aclDrops(JsonNode subnet) {
    return Path.closed(
        "network ACL %s of subnet %s blocks outbound port 443 or responses to ports 1024 to 65535"
            .formatted(
                network.aclOf(subnet).orElseThrow().path("networkAclId").asText(),
                subnet.path("subnetId").asText()),
        "allow both in its entries: aws ec2 create-network-acl-entry");
  }
}
