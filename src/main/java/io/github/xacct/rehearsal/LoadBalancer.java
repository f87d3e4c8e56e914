package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.RehearsalPlan.RehearsedService;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What stands before one service: two target groups, a production listener and, if there is one, a
 * test listener. It forwards for real; its health checks run in real time.
 */
final class LoadBalancer implements AutoCloseable {
  final String name;
  final String arn;
  final Instant createdAt = Instant.now();
  final TargetGroup first;
  final TargetGroup second;
  final Listener production;
  final Optional<Listener> test;
  private final HealthChecker healthChecker;

  /**
   * Opens the listeners.
   *
   * @param ports of last time, production then test; 0 for any
   */
  LoadBalancer(
      RehearsedService plan,
      Place place,
      List<Integer> ports,
      Executor workers,
      Runnable onChange) {
    // Load balancers' and target groups' names have at most 32 characters.
    String stem = plan.service().substring(0, Math.min(25, plan.service().length()));
    name = stem + "-alb";
    arn = place.arn("elasticloadbalancing", "loadbalancer/app/" + name + "/" + hash(name));
    first = group(stem + "-tg-1", place, plan);
    second = group(stem + "-tg-2", place, plan);
    production = new Listener(ports.get(0), workers);
    test =
        plan.testListener() ? Optional.of(new Listener(ports.get(1), workers)) : Optional.empty();
    healthChecker = new HealthChecker(workers, onChange);
    forwardAllTo(first);
  }

  private static TargetGroup group(String name, Place place, RehearsedService plan) {
    String arn = place.arn("elasticloadbalancing", "targetgroup/" + name + "/" + hash(name));
    return new TargetGroup(name, arn, plan.healthCheckPath());
  }

  private static String hash(String text) {
    return String.format("%016x", text.hashCode() * 0x9E3779B97F4A7C15L);
  }

  /** Sends all of production's and all test traffic to one group. */
  void forwardAllTo(TargetGroup group) {
    production.forwardTo(group);
    test.ifPresent(t -> t.forwardTo(group));
  }

  /** The group that is not this one. */
  TargetGroup other(TargetGroup group) {
    return group == first ? second : first;
  }

  List<TargetGroup> groups() {
    return List.of(first, second);
  }

  /** Whether a listener of ours sends requests to the group; its targets are "unused" otherwise. */
  boolean uses(TargetGroup group) {
    return production.weight(group) > 0 || test.filter(t -> t.weight(group) > 0).isPresent();
  }

  String listenerArn(Listener listener) {
    return arn.replace(":loadbalancer/", ":listener/")
        + "/"
        + hash(listener == production ? "production" : "test");
  }

  void checkHealth() {
    groups().forEach(healthChecker::checkAll);
  }

  @Override
  public void close() {
    production.close();
    test.ifPresent(Listener::close);
  }
}
