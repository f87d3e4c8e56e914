package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
import io.github.xacct.rehearsal.elb.ForwardActions;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The listener rules by which ECS shifts a service's traffic. They are read when a deployment
 * begins; later writes do not consider their current weights. Source: ECS developer guide,
 * "Troubleshooting Amazon ECS blue/green deployments"; aws/containers-roadmap#2853.
 */
final class TrafficRules {
  private static final List<String> READS =
      List.of(
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeRules",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth");
  private static final List<String> REGISTRATIONS =
      List.of("elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets");

  private final ServiceDeploymentWorld world;
  private final List<TrafficRoute> routes;
  private final Iam iam;

  /**
   * @param routes of all load balancers of the service, in order
   */
  TrafficRules(ServiceDeploymentWorld world, List<TrafficRoute> routes) {
    this.world = world;
    this.routes = routes;
    this.iam = new Iam(world.store());
  }

  /**
   * Checks before green that the role has the permissions, and the rules exist and forward to one
   * group of the pair.
   */
  void check() throws Halted {
    for (TrafficRoute route : routes) {
      check(route);
    }
  }

  private void check(TrafficRoute route) throws Halted {
    if (!iam.trusts(route.role(), "ecs.amazonaws.com", route.targetGroup())) {
      throw missingPermissions(route);
    }
    for (String action : READS) {
      demand(route, action, "*");
    }
    for (String action : REGISTRATIONS) {
      for (String group : route.targetGroups()) {
        demand(route, action, group);
      }
    }
    Map<String, Integer> production =
        percents(route, route.productionRule()).orElseThrow(TrafficRules::ruleMissing);
    Map<String, Integer> test =
        route.testRule().isPresent()
            ? percents(route, route.testRule().get()).orElseThrow(TrafficRules::ruleMissing)
            : Map.of();
    for (String group : route.targetGroups()) {
      if (!production.containsKey(group) && !test.containsKey(group)) {
        throw Halted.network(
            ": Target group "
                + group
                + " is not associated with either productionListenerRule or testListenerRule.");
      }
    }
    oneServes(route, production);
  }

  private static void oneServes(TrafficRoute route, Map<String, Integer> production) throws Halted {
    List<String> serving =
        production.entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .map(Map.Entry::getKey)
            .toList();
    for (String group : serving) {
      if (!route.targetGroups().contains(group)) {
        throw Halted.network(
            """
            . Production listener rule is forwarding traffic to unexpected target group \
            %s. Expected traffic to be forwarded to either targetGroupArn: %s or \
            alternateTargetGroupArn: %s"""
                .formatted(group, route.targetGroup(), route.alternate()));
      }
    }
    if (serving.size() != 1) {
      throw Halted.network(
          """
          . productionListenerRule %s should have exactly one target group serving \
          traffic but found %s target groups which are serving traffic"""
              .formatted(route.productionRule(), serving.size()));
    }
  }

  private static Halted ruleMissing() {
    return Halted.network(". One or more rules not found");
  }

  private void demand(TrafficRoute route, String action, String resource) throws Halted {
    if (!allows(route, action, resource)) {
      throw missingPermissions(route);
    }
  }

  private boolean allows(TrafficRoute route, String action, String resource) {
    var context = Map.of("aws:RequestedRegion", List.of(route.place().region().id()));
    return iam.decide(route.role(), action, resource, context).allowed();
  }

  private static Halted missingPermissions(TrafficRoute route) {
    return Halted.network(
        ". ECS was unable to manage the ELB resources due to missing permissions on ECS"
            + " Infrastructure Role '"
            + route.role()
            + "'.");
  }

  /** Returns the percentage of each target group of a rule; empty if it does not exist. */
  private Optional<Map<String, Integer>> percents(TrafficRoute route, String rule) {
    return actions(route, rule)
        .map(actions -> ForwardActions.percents(actions.path(Math.max(0, actions.size() - 1))));
  }

  private Optional<JsonNode> actions(TrafficRoute route, String rule) {
    return world
        .store()
        .find(route.place(), ResourceTypeNames.LISTENER_RULE, rule)
        .map(found -> found.path("Actions"))
        .or(
            () ->
                LoadBalancing.isDefaultRule(rule)
                    ? world
                        .store()
                        .find(
                            route.place(), ResourceTypeNames.LISTENER, TrafficRoute.listener(rule))
                        .map(found -> found.path("DefaultActions"))
                    : Optional.empty());
  }

  boolean hasTestRule() {
    return routes.stream().anyMatch(route -> route.testRule().isPresent());
  }

  /** Returns whether it is behind a Network Load Balancer, whose targets take longer to change. */
  boolean network() {
    return routes.stream().anyMatch(route -> route.productionRule().contains(":listener/net/"));
  }

  /**
   * Sets green's percentage of production traffic; green is one of the first load balancer's pair.
   */
  void production(String green, double percent, LifecycleStage stage) throws Halted {
    for (TrafficRoute route : routes) {
      share(route, route.productionRule(), route.counterpart(routes.get(0), green), percent, stage);
    }
  }

  void test(String green, double percent, LifecycleStage stage) throws Halted {
    for (TrafficRoute route : routes) {
      if (route.testRule().isPresent()) {
        String group = route.counterpart(routes.get(0), green);
        share(route, route.testRule().get(), group, percent, stage);
      }
    }
  }

  /** Sets a rule's weights in whole percent; the weights that AWS writes are not documented. */
  private void share(
      TrafficRoute route, String rule, String green, double percent, LifecycleStage stage)
      throws Halted {
    String listener = TrafficRoute.listener(rule);
    boolean byDefault = LoadBalancing.isDefaultRule(rule);
    String action = "elasticloadbalancing:" + (byDefault ? "ModifyListener" : "ModifyRule");
    String resource = byDefault ? listener : rule;
    if (!allows(route, action, resource)) {
      throw Halted.hook(
          stage,
          "User: %s/ECSNetworkingWithELB is not authorized to perform: %s on resource: %s"
              .formatted(
                  route
                      .role()
                      .replace(":iam:", ":sts:")
                      .replaceFirst(":role/(?:.*/)?", ":assumed-role/"),
                  action,
                  resource));
    }
    int whole = percent > 0 && percent < 1 ? 1 : (int) Math.round(percent);
    Map<String, Integer> percents = new LinkedHashMap<>();
    percents.put(route.other(green), 100 - whole);
    percents.put(green, whole);
    if (!world.loadBalancing().shareRule(route.place(), rule, percents)) {
      throw ruleMissing();
    }
  }
}
