package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.ecs.OwnRoute;
import io.github.xacct.rehearsal.elb.ForwardActions;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules by which ECS moves a service's traffic. It looks at them when a deployment begins; when
 * it writes them it follows its own idea of the weights. Source: ECS developer guide,
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
  private final OwnRoute route;
  private final Iam iam;

  TrafficRules(ServiceDeploymentWorld world, OwnRoute route) {
    this.world = world;
    this.route = route;
    this.iam = new Iam(world.estate());
  }

  /** Before green: the role may do it, the rules are there and lead to one group of the pair. */
  void check() throws Halted {
    if (!iam.trusts(route.role(), "ecs.amazonaws.com", route.targetGroup())) {
      throw missingPermissions();
    }
    for (String action : READS) {
      demand(action, "*");
    }
    for (String action : REGISTRATIONS) {
      for (String group : route.targetGroups()) {
        demand(action, group);
      }
    }
    Map<String, Integer> production =
        percents(route.productionRule()).orElseThrow(TrafficRules::ruleMissing);
    Map<String, Integer> test =
        route.testRule().isPresent()
            ? percents(route.testRule().get()).orElseThrow(TrafficRules::ruleMissing)
            : Map.of();
    for (String group : route.targetGroups()) {
      if (!production.containsKey(group) && !test.containsKey(group)) {
        throw Halted.network(
            ": Target group "
                + group
                + " is not associated with either productionListenerRule or testListenerRule.");
      }
    }
    oneServes(production);
  }

  private void oneServes(Map<String, Integer> production) throws Halted {
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

  private void demand(String action, String resource) throws Halted {
    if (!allows(action, resource)) {
      throw missingPermissions();
    }
  }

  private boolean allows(String action, String resource) {
    var context = Map.of("aws:RequestedRegion", List.of(route.place().region().id()));
    return iam.decide(route.role(), action, resource, context).allowed();
  }

  private Halted missingPermissions() {
    return Halted.network(
        ". ECS was unable to manage the ELB resources due to missing permissions on ECS"
            + " Infrastructure Role '"
            + route.role()
            + "'.");
  }

  /** Where a rule forwards, in percents; empty if it is not there. */
  private Optional<Map<String, Integer>> percents(String rule) {
    return actions(rule)
        .map(actions -> ForwardActions.percents(actions.path(Math.max(0, actions.size() - 1))));
  }

  private Optional<JsonNode> actions(String rule) {
    return world
        .estate()
        .find(route.place(), ResourceTypeNames.LISTENER_RULE, rule)
        .map(found -> found.path("Actions"))
        .or(
            () ->
                LoadBalancing.isDefaultRule(rule)
                    ? world
                        .estate()
                        .find(route.place(), ResourceTypeNames.LISTENER, OwnRoute.listener(rule))
                        .map(found -> found.path("DefaultActions"))
                    : Optional.empty());
  }

  boolean hasTestRule() {
    return route.testRule().isPresent();
  }

  /** Whether it is behind a Network Load Balancer, whose targets take longer to change. */
  boolean network() {
    return route.productionRule().contains(":listener/net/");
  }

  void production(String green, double percent, LifecycleStage stage) throws Halted {
    share(route.productionRule(), green, percent, stage);
  }

  void test(String green, double percent, LifecycleStage stage) throws Halted {
    if (route.testRule().isPresent()) {
      share(route.testRule().get(), green, percent, stage);
    }
  }

  /** Rules show whole percents here: which weights AWS writes is not documented. */
  private void share(String rule, String green, double percent, LifecycleStage stage)
      throws Halted {
    String listener = OwnRoute.listener(rule);
    boolean byDefault = LoadBalancing.isDefaultRule(rule);
    String action = "elasticloadbalancing:" + (byDefault ? "ModifyListener" : "ModifyRule");
    String resource = byDefault ? listener : rule;
    if (!allows(action, resource)) {
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
