package io.github.xacct.stack.plan;

import io.github.xacct.model.RegistrySettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Whether whoever tests green can reach it, and the tasks what they need, as far as the
 * configuration says; what stands in an account is for {@code preflight} to see.
 */
final class PathCheck {
  /** RFC 1918, RFC 6598: no packet with such an address comes by way of the internet. */
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
    boolean byFunction = !said("TestFunction").equals("false");
    if (!requested.checks().smokeTests().isEmpty() && !byFunction) {
      fromOutside("smokeTests", problems);
    }
    if (requested.checks().verifyCommand().isPresent()) {
      fromOutside("verifyCommand", problems);
    }
  }

  /** Asked by the build machine, which is in no VPC of that account. */
  private void fromOutside(String what, List<String> problems) {
    String cidr = said("TestIngressCidr");
    boolean internal = said("LoadBalancerScheme").equals("internal");
    if (cidr.isEmpty()) {
      problems.add(
          what
              + ": is sent by the build machine, but the test listener admits no address: write the"
              + " machine's addresses as <stackParameters><TestIngressCidr>"
              + (what.equals("smokeTests") ? ", or leave <TestFunction> out" : ""));
    } else if (!internal && PRIVATE.matcher(cidr).matches()) {
      problems.add(
          """
          %s: is asked by the build machine, and <TestIngressCidr> %s holds private \
          addresses only, though the load balancer is reached by its public ones: write \
          the public addresses of the machine, or \
          <LoadBalancerScheme>internal</LoadBalancerScheme> for a machine in the network"""
              .formatted(what, cidr));
    }
  }

  private void tasks(List<String> problems) {
    var shared = new HashSet<>(List.of(said("TaskSubnetIds").split(",")));
    shared.retainAll(List.of(said("PublicSubnetIds").split(",")));
    boolean internal = said("LoadBalancerScheme").equals("internal");
    if (!internal
        && !said("TaskSubnetIds").isEmpty()
        && !shared.isEmpty()
        && !said("AssignPublicIp").equals("ENABLED")) {
      problems.add(
          """
          stackParameters/TaskSubnetIds: %s is a subnet of the load balancer, which \
          faces the internet: tasks there reach neither ECR nor CloudWatch Logs without \
          a public address: write <AssignPublicIp>ENABLED</AssignPublicIp>, or subnets \
          with a NAT gateway"""
              .formatted(String.join(", ", shared)));
    }
  }

  /** By endpoints, tasks reach the registries of ECR in their own region and no other. */
  private void withoutInternet(List<String> problems) {
    if (!said("NatGateways").equals("endpoints")) {
      return;
    }
    String region = requested.environment().region().id();
    if (!registry.region().id().equals(region)) {
      problems.add(
          """
          stackParameters/NatGateways: endpoints lead to ECR in %s only, and the images \
          are in %s: use single, or a registry in %s"""
              .formatted(region, registry.region(), region));
      return;
    }
    String image = said("PlaceholderImage");
    if (!Placeholder.isCopied(requested) && !image.contains(".dkr.ecr." + region + ".")) {
      problems.add(
          """
          stackParameters/PlaceholderImage: with NatGateways endpoints, tasks do not \
          reach %s: leave it out, so that bootstrap copies %s to ECR in %s, or write an \
          image there"""
              .formatted(image, Placeholder.SOURCE, region));
    }
  }

  private void subnets(List<String> problems) {
    String path = "stackParameters";
    if (parameters.containsKey("PublicSubnetIds")
        && said("PublicSubnetIds").split(",").length < 2) {
      problems.add(
          path + "/PublicSubnetIds: a load balancer needs subnets in two zones or more: write two");
    }
    String region = requested.environment().region().id();
    if (!said("AvailabilityZones").isEmpty()
        && !said("AvailabilityZones").matches(region + "[a-z-]*\\w," + region + "[a-z-]*\\w")) {
      problems.add(
          "%s/AvailabilityZones: '%s' is not two zones of %s: write two such as %sa,%sb"
              .formatted(path, said("AvailabilityZones"), region, region, region));
    }
    if (parameters.containsKey("SubnetCidrs")) {
      String vpc = parameters.getOrDefault("VpcCidr", VPC_CIDR);
      Subnets.problem(vpc, List.of(said("SubnetCidrs").split(",")))
          .ifPresent(problem -> problems.add(path + "/SubnetCidrs: " + problem));
    }
  }

  private String said(String name) {
    return parameters.getOrDefault(name, "");
  }
}
