package io.github.xacct.stack;

import io.github.xacct.stack.ChangeSet.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the change sets' resources cost by the hour, as a rough monthly sum. List prices of
 * us-east-1 of 2025; neither traffic nor requests, storage, builds or the app's own tasks count.
 */
final class Cost {
  private static final double PUBLIC_ADDRESS = 3.65;
  private static final int ZONES = 2;

  private final List<String> lines = new ArrayList<>();
  private double sum;

  private Cost() {}

  /** A line for each kind of thing, and the sum; empty if nothing costs by the hour. */
  static List<String> note(List<ChangeSet> sets) {
    var cost = new Cost();
    long nats = count(sets, "AWS::EC2::NatGateway");
    long balancers = count(sets, "AWS::ElasticLoadBalancingV2::LoadBalancer");
    long tasks = tasks(sets, "DISABLED");
    long publicTasks = tasks(sets, "ENABLED");
    cost.add(nats, "NAT gateway", 33);
    cost.add(balancers, "load balancer, without what it serves", 16);
    cost.add(tasks + publicTasks, "Fargate task of 0.25 vCPU and 0.5 GB (the placeholder)", 9);
    cost.add(nats + ZONES * balancers + publicTasks, "public IPv4 address", PUBLIC_ADDRESS);
    cost.add(count(sets, "AWS::KMS::Key"), "KMS key", 1);
    if (!cost.lines.isEmpty()) {
      cost.lines.add(0, "What costs by the hour, in dollars a month (estimate by list prices):");
      cost.lines.add(row("", "together about", cost.sum));
    }
    return cost.lines;
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

  private static long tasks(List<ChangeSet> sets, String assignPublicIp) {
    return sets.stream()
        .filter(set -> set.changes().stream().anyMatch(c -> isNew(c, "AWS::ECS::Service")))
        .filter(set -> set.parameters().get("AssignPublicIp").equals(assignPublicIp))
        .mapToLong(set -> Long.parseLong(set.parameters().get("DesiredCount")))
        .sum();
  }

  private static boolean isNew(Change change, String type) {
    return change.action().equals("Add") && change.type().equals(type);
  }
}
