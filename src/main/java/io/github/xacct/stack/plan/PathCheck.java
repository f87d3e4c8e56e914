package io.github.xacct.stack.plan;

import io.github.xacct.model.RegistrySettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Checks from the configuration that the tests can reach green, and the tasks what they need;
 * {@code preflight} checks the actual accounts.
 */
final class PathCheck {
  /** Private addresses by RFC 1918 and RFC 6598, which no packet from the internet has. */
  private static final Pattern PRIVATE =
      Pattern.compile(
          "10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*");

  private static final String VPC_CIDR =
      Objects.requireNonNull(Template.NETWORK.parameters().get("VpcCidr"))
          .byDefault()
          .orElseThrow();

  private final RegistrySettings registry;
  private final BootstrapRequest.OfEnvironment requested;
  private final Map<String, String> parameters;

  PathCheck(BootstrapRequest request, BootstrapRequest.OfEnvironment requested) {
    this.registry = request.registry();
    this.requested = requested;
    this.parameters = requested.parameters();
  }

  List<String> problems() {
    var problems = new ArrayList<String>();
    gate(problems);
    tasks(problems);
    withoutInternet(problems);
    subnets(problems);
    return problems;
  }

  private void gate(List<String> problems) {
    boolean byFunction = !value("TestFunction").equals("false");
    if (!requested.checks().smokeTests().isEmpty() && !byFunction) {
      fromOutside("smokeTests", problems);
    }
    if (requested.checks().verifyCommand().isPresent()) {
      fromOutside("verifyCommand", problems);
    }
  }

  /**
   * Checks that the build machine, which is in no VPC of that account, can reach the test listener.
   */
  private void fromOutside(String what, List<String> problems) {
    String cidr = value("TestIngressCidr");
    boolean internal = value("LoadBalancerScheme").equals("internal");
    if (cidr.isEmpty()) {
      problems.add(
          what
              + ": requests come from the build machine, but the test listener admits no address:"
              + " write the machine's addresses as <stackParameters><TestIngressCidr>"
              + (what.equals("smokeTests") ? ", or leave out <TestFunction>" : ""));
    } else if (!internal && PRIVATE.matcher(cidr).matches()) {
      problems.add(
          """
          %s: requests come from the build machine, but <TestIngressCidr> %s contains \
          only private addresses, and the load balancer has public ones: write the \
          public addresses of the machine, or \
          <LoadBalancerScheme>internal</LoadBalancerScheme> for a machine in the network"""
              .formatted(what, cidr));
    }
  }

  private void tasks(List<String> problems) {
    var shared = new HashSet<>(List.of(value("TaskSubnetIds").split(",")));
    shared.retainAll(List.of(value("PublicSubnetIds").split(",")));
    boolean internal = value("LoadBalancerScheme").equals("internal");
    if (!internal
        && !value("TaskSubnetIds").isEmpty()
        && !shared.isEmpty()
        && !value("AssignPublicIp").equals("ENABLED")) {
      problems.add(
          """
          stackParameters/TaskSubnetIds: %s is a subnet of the load balancer, which \
          faces the internet: tasks there reach neither ECR nor CloudWatch Logs without \
          a public address: write <AssignPublicIp>ENABLED</AssignPublicIp>, or subnets \
          with a NAT gateway"""
              .formatted(String.join(", ", shared)));
    }
  }

  /** With interface endpoints, tasks reach only the ECR registries of their own region. */
  private void withoutInternet(List<String> problems) {
    if (!value("NatGateways").equals("endpoints")) {
      return;
    }
    String region = requested.environment().region().id();
    if (!registry.region().id().equals(region)) {
      problems.add(
          """
          stackParameters/NatGateways: endpoints reach ECR only in %s, but the images \
          are in %s: use single, or a registry in %s"""
              .formatted(region, registry.region(), region));
      return;
    }
    String image = value("PlaceholderImage");
    if (!Placeholder.isCopied(requested) && !image.contains(".dkr.ecr." + region + ".")) {
      problems.add(
          """
          stackParameters/PlaceholderImage: with NatGateways endpoints, tasks do not \
          reach %s: leave it out, so that bootstrap copies %s to ECR in %s, or name an \
          image there"""
              .formatted(image, Placeholder.SOURCE, region));
    }
  }

  private void subnets(List<String> problems) {
    String path = "stackParameters";
    if (parameters.containsKey("PublicSubnetIds")
        && value("PublicSubnetIds").split(",").length < 2) {
      problems.add(
          path + "/PublicSubnetIds: a load balancer requires subnets in at least two zones");
    }
    String region = requested.environment().region().id();
    if (!value("AvailabilityZones").isEmpty()
        && !value("AvailabilityZones").matches(region + "[a-z-]*\\w," + region + "[a-z-]*\\w")) {
      problems.add(
          "%s/AvailabilityZones: '%s' is not two zones of %s: write two such as %sa,%sb"
              .formatted(path, value("AvailabilityZones"), region, region, region));
    }
    if (parameters.containsKey("SubnetCidrs")) {
      String vpc = parameters.getOrDefault("VpcCidr", VPC_CIDR);
      Subnets.problem(vpc, List.of(value("SubnetCidrs").split(",")))
          .ifPresent(problem -> problems.add(path + "/SubnetCidrs: " + problem));
    }
  }

  private String value(String name) {
    return parameters.getOrDefault(name, "");
  }
}
