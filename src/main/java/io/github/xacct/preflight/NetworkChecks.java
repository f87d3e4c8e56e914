package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.NETWORK_IMAGE;
import static io.github.xacct.preflight.Check.NETWORK_LOAD_BALANCER;
import static io.github.xacct.preflight.Check.NETWORK_LOGS;
import static io.github.xacct.preflight.Check.NETWORK_SECRETS;
import static io.github.xacct.preflight.Check.NETWORK_SUBNETS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.network.Destination;
import io.github.xacct.network.Network;
import io.github.xacct.network.Path;
import io.github.xacct.network.TaskNeeds;
import io.github.xacct.network.TaskPaths;
import io.github.xacct.network.TaskPlacement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Checks whether tasks can reach what they need to start, and the load balancer the tasks. */
final class NetworkChecks implements Section {
  private final SetUp setUp;
  private final LoadBalancerFacts balancing;
  private final String region;

  NetworkChecks(SetUp setUp) {
    this.setUp = setUp;
    this.balancing = new LoadBalancerFacts(setUp);
    this.region = setUp.environment.region().id();
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    return Map.of(
        NETWORK_SUBNETS, this::subnets,
        NETWORK_IMAGE, this::image,
        NETWORK_LOGS, this::logs,
        NETWORK_SECRETS, this::secrets,
        NETWORK_LOAD_BALANCER, this::loadBalancer);
  }

  private CheckVerdict subnets() {
    var placement = placement();
    String vpc = vpc();
    var there = ids(read("DescribeSubnets", "subnetSet"), "subnetId");
    var missing = placement.subnets().stream().filter(id -> !there.contains(id)).toList();
    if (missing.isEmpty()) {
      return CheckVerdict.ok(String.join(", ", placement.subnets()) + " of " + vpc);
    }
    String wrong =
        missing.size() == 1
            ? "The tasks' subnet %s is not in the target groups' VPC %s."
            : "Of the tasks' subnets %s are not in the target groups' VPC %s.";
    return CheckVerdict.fail(wrong.formatted(Snippets.list(missing), vpc))
        .evidence("Subnets of " + vpc + ": " + Snippets.listOrNone(there))
        .fix(
            "name subnets of that VPC: <network><subnets>, or the service's network configuration.");
  }

  private CheckVerdict image() {
    var needs = needs().images(this::isOurs, setUp.intent.registry().region().id());
    return reach(needs, "to pull their images");
  }

  /** Whether the image is the app's, including the placeholder until it is pushed. */
  private boolean isOurs(String image) {
    return !image.contains("/") || image.contains("/" + setUp.intent.registry().repository());
  }

  /** Skips a check if tasks cannot pull images, most often for the same reason. */
  private void needImage() {
    if (image().outcome() == Outcome.FAIL) {
      throw new Skip("the tasks do not get their images (network.image)");
    }
  }

  private CheckVerdict logs() {
    needImage();
    return reach(needs().logs(), "to write their logs");
  }

  private CheckVerdict secrets() {
    needImage();
    return reach(needs().secrets(), "to read their secrets");
  }

  private CheckVerdict reach(Collection<Destination> needs, String purpose) {
    if (needs.isEmpty()) {
      return CheckVerdict.ok("nothing to reach");
    }
    var placement = placement();
    if (!onFargate()) {
      return CheckVerdict.ok("by the instances' own network, which is not checked");
    }
    var paths = new TaskPaths(network(), placement, region);
    for (Destination destination : needs) {
      Path path = paths.to(destination);
      if (path.isClosed()) {
        return CheckVerdict.fail(
                "The tasks do not reach " + destination.words() + " " + purpose + ".")
            .evidence(capital(path.words()) + ".")
            .fix(path.fix().toArray(String[]::new));
      }
    }
    for (Destination destination : needs) {
      Path path = paths.to(destination);
      if (path.isUnknown()) {
        return CheckVerdict.warn(
                "Whether the tasks reach " + destination.words() + " cannot be determined")
            .evidence(capital(path.words()) + ".");
      }
    }
    return CheckVerdict.ok(
        String.join(", ", needs.stream().map(paths::to).map(Path::words).distinct().toList()));
  }

  private CheckVerdict loadBalancer() {
    var balancer =
        balancing.loadBalancer().orElseThrow(() -> new Skip("there is no load balancer to check"));
    var groups = JsonLists.texts(balancer.path("SecurityGroups"));
    var subnets =
        JsonLists.stream(balancer.path("AvailabilityZones"))
            .map(zone -> zone.path("SubnetId").asText())
            .toList();
    Path path =
        new TaskPaths(network(), placement(), region)
            .fromLoadBalancer(groups, subnets, setUp.intent.appSpec().containerPort());
    return path.isClosed()
        ? CheckVerdict.fail("The load balancer does not reach the tasks.")
            .evidence(capital(path.words()) + ".")
            .fix(path.fix().toArray(String[]::new))
        : CheckVerdict.ok(path.words());
  }

  private TaskNeeds needs() {
    return new TaskNeeds(setUp.intent.task(), region);
  }

  private boolean onFargate() {
    return JsonLists.texts(setUp.intent.task().path("requiresCompatibilities")).contains("FARGATE");
  }

  /** The network settings of the AppSpec, otherwise those of the running task set. */
  private TaskPlacement placement() {
    var wanted = setUp.intent.appSpec().settings().network();
    if (wanted.isPresent()) {
      return new TaskPlacement(
          wanted.get().subnets(), wanted.get().securityGroups(), wanted.get().assignPublicIp());
    }
    JsonNode awsvpc =
        setUp
            .primary()
            .map(set -> set.at("/networkConfiguration/awsvpcConfiguration"))
            .filter(JsonNode::isObject)
            .orElseGet(
                () -> setUp.needActiveService().at("/networkConfiguration/awsvpcConfiguration"));
    if (awsvpc.path("subnets").isEmpty()) {
      throw new Skip("the service has no network of its own");
    }
    return new TaskPlacement(
        JsonLists.texts(awsvpc.path("subnets")),
        JsonLists.texts(awsvpc.path("securityGroups")),
        awsvpc.path("assignPublicIp").asText().equals("ENABLED"));
  }

  private String vpc() {
    return balancing.both().get(0).path("VpcId").asText();
  }

  private Network network() {
    return new Network(
        read("DescribeSubnets", "subnetSet"),
        read("DescribeRouteTables", "routeTableSet"),
        read("DescribeVpcEndpoints", "vpcEndpointSet"),
        read("DescribeSecurityGroups", "securityGroupInfo"),
        read("DescribeNatGateways", "natGatewaySet"),
        read("DescribeNetworkAcls", "networkAclSet"));
  }

  private JsonNode read(String operation, String set) {
    var filter = JsonNodeFactory.instance.objectNode();
    filter.putArray("vpc-id").add(vpc());
    return setUp
        .facts
        .find(Question.target("ec2:" + operation).with("Filter", filter))
        .map(answer -> answer.path(set))
        .orElseThrow(() -> new Skip("ec2:" + operation + " answered nothing"));
  }

  private static List<String> ids(JsonNode list, String name) {
    return JsonLists.stream(list).map(one -> one.path(name).asText()).toList();
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
