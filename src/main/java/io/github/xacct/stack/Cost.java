package io.github.xacct.stack;

import io.github.xacct.stack.ChangeSet.Change;
import io.github.xacct.stack.plan.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Estimates the monthly cost of the change sets' resources that are billed by the hour. By list
 * prices of us-east-1 in 2025; without traffic, requests, storage, builds and the application's own
 * tasks.
 */
final class Cost {
  private static final double PUBLIC_ADDRESS = 3.65;
  private static final double ENDPOINT = 7.3;
  private static final double NAT = 33;
  private static final double BALANCER = 16;
  private static final int ZONES = 2;

  private final List<String> lines = new ArrayList<>();
  private double sum;

  private Cost() {}

  /** Returns a line per kind of resource, and the sum; empty if nothing is billed by the hour. */
  static List<String> note(List<ChangeSet> sets) {
    var cost = new Cost();
    long nats = count(sets, "AWS::EC2::NatGateway");
    long balancers = count(sets, "AWS::ElasticLoadBalancingV2::LoadBalancer");
    long tasks = tasks(sets, "DISABLED");
    long publicTasks = tasks(sets, "ENABLED");
    cost.add(nats, "NAT gateway", NAT);
    long endpoints = endpoints(sets);
    cost.add(ZONES * endpoints, "interface endpoint in a zone", ENDPOINT);
    cost.add(balancers, "load balancer, without what it serves", BALANCER);
    cost.add(tasks + publicTasks, "Fargate task of 0.25 vCPU and 0.5 GB (the placeholder)", 9);
    cost.add(nats + ZONES * balancers + publicTasks, "public IPv4 address", PUBLIC_ADDRESS);
    cost.add(count(sets, "AWS::KMS::Key"), "KMS key", 1);
    if (!cost.lines.isEmpty()) {
      cost.lines.add(0, "Hourly costs, in dollars a month (estimated from list prices):");
      cost.lines.add(row("", "total about", cost.sum));
    }
    sets.forEach(set -> cost.lines.addAll(alternative(set)));
    sets.stream()
        .filter(set -> set.stack().template() == Template.PLACEHOLDER && set.first())
        .map(set -> "  " + set.stack().name() + ": 20 MB in ECR, less than a cent a month")
        .forEach(cost.lines::add);
    return cost.lines;
  }

  /**
   * Returns what the alternative for outbound traffic of a new network costs, and what a shared
   * load balancer saves.
   */
  private static List<String> alternative(ChangeSet set) {
    var parameters = set.parameters();
    var network = set.stack().template() == Template.NETWORK && set.first();
    double nat = NAT + PUBLIC_ADDRESS;
    String name = set.stack().name();
    if (network && Objects.requireNonNull(parameters.get("NatGateways")).equals("endpoints")) {
      return List.of(row("", name + " with one NAT gateway instead", nat));
    }
    if (network && !Objects.requireNonNull(parameters.get("NatGateways")).equals("none")) {
      long services =
          3
              + Stream.of("SecretsEndpoint", "ParametersEndpoint")
                  .filter(
                      endpoint -> Objects.requireNonNull(parameters.get(endpoint)).equals("true"))
                  .count();
      double endpoints = services * ZONES * ENDPOINT;
      return List.of(row("", name + " with interface endpoints instead", endpoints));
    }
    boolean shares = !parameters.getOrDefault("SharedListenerArn", "").isEmpty();
    return set.first() && shares
        ? List.of(row("", name + " saves by sharing", BALANCER + ZONES * PUBLIC_ADDRESS))
        : List.of();
  }

  private void add(long count, String what, double each) {
    if (count > 0) {
      lines.add(row(count + " x", what, count * each));
      sum += count * each;
    }
  }

  private static String row(String count, String what, double dollars) {
    return String.format(Locale.ROOT, "  %5s %-56s %6.0f", count, what, dollars);
  }

  private static long count(List<ChangeSet> sets, String type) {
    return sets.stream().flatMap(set -> set.changes().stream()).filter(c -> isNew(c, type)).count();
  }

  /** Counts interface endpoints; the gateway endpoint for S3 is free. */
  private static long endpoints(List<ChangeSet> sets) {
    return sets.stream()
        .flatMap(set -> set.changes().stream())
        .filter(c -> isNew(c, "AWS::EC2::VPCEndpoint"))
        .filter(c -> c.after().path("VpcEndpointType").asText().equals("Interface"))
        .count();
  }

  private static long tasks(List<ChangeSet> sets, String assignPublicIp) {
    return sets.stream()
        .filter(set -> set.changes().stream().anyMatch(c -> isNew(c, "AWS::ECS::Service")))
        .filter(
            set ->
                Objects.requireNonNull(set.parameters().get("AssignPublicIp"))
                    .equals(assignPublicIp))
        .mapToLong(set -> Long.parseLong(set.parameters().get("DesiredCount")))
        .sum();
  }

  private static boolean isNew(Change change, String type) {
    return change.action().equals("Add") && change.type().equals(type);
  }
}
