package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.XacctException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the target groups that traffic shifts between: they exist, have the target type for the
 * task definition's network mode, and are in the load balancer's VPC.
 */
final class TargetGroupChecks {
  private final SetUp setUp;
  private final LoadBalancerFacts standing;

  TargetGroupChecks(SetUp setUp, LoadBalancerFacts standing) {
    this.setUp = setUp;
    this.standing = standing;
  }

  /** All required target groups must exist under the name that refers to them. */
  CheckVerdict existence() {
    var several =
        setUp.byEcs()
            ? Optional.<XacctException>empty()
            : new DeploymentRules(setUp.environment).pairs(setUp.needGroup());
    if (several.isPresent()) {
      return CheckVerdict.of(several, "");
    }
    var found = standing.targetGroups();
    if (found.size() != standing.needed()) {
      return setUp.byEcs() ? notTwoOfTheService(found.keySet()) : notTwoOfTheGroup(found.keySet());
    }
    var missing =
        found.keySet().stream()
            .filter(name -> Objects.requireNonNull(found.get(name)).isEmpty())
            .toList();
    if (missing.isEmpty()) {
      return CheckVerdict.ok(Snippets.list(List.copyOf(found.keySet())));
    }
    return CheckVerdict.fail("Target group " + Snippets.list(missing) + " does not exist.")
        .evidence(owner() + " names " + Snippets.list(List.copyOf(found.keySet())))
        .fix(
            """
                aws elbv2 create-target-group --name %s --target-type ip --protocol \
                %s --port %s --vpc-id %s --region %s"""
                .formatted(
                    missing.get(0),
                    protocolOf(found.values()),
                    setUp.intent.appSpec().containerPort(),
                    vpcOf(found.values()),
                    setUp.environment.region()));
  }

  private String owner() {
    return setUp.byEcs() ? "The service" : "The deployment group";
  }

  private static CheckVerdict notTwoOfTheGroup(Set<String> names) {
    return CheckVerdict.fail(
            "The deployment group names " + names.size() + " target groups, not two.")
        .evidence("They are: " + Snippets.listOrNone(List.copyOf(names)))
        .fix(
            "assign two target groups: --load-balancer-info in aws deploy"
                + " update-deployment-group");
  }

  private static CheckVerdict notTwoOfTheService(Set<String> names) {
    return CheckVerdict.fail("The service has no second target group to shift its traffic to.")
        .evidence("It has: " + Snippets.listOrNone(List.copyOf(names)))
        .fix(
            "name one in its loadBalancers[].advancedConfiguration.alternateTargetGroupArn:"
                + " --load-balancers in aws ecs update-service");
  }

  private static String vpcOf(Collection<Optional<JsonNode>> groups) {
    return groups.stream()
        .flatMap(Optional::stream)
        .map(group -> group.path("VpcId").asText())
        .findFirst()
        .orElse("VPC");
  }

  private static String protocolOf(Collection<Optional<JsonNode>> groups) {
    return groups.stream()
        .flatMap(Optional::stream)
        .map(group -> group.path("Protocol").asText("HTTP"))
        .findFirst()
        .orElse("HTTP");
  }

  /** The target type must match the tasks' network mode. */
  CheckVerdict targetType() {
    String network = setUp.intent.task().path("networkMode").asText("");
    String wanted = network.equals("awsvpc") ? "ip" : "instance";
    for (JsonNode group : standing.both()) {
      String type = group.path("TargetType").asText();
      if (!type.equals(wanted)) {
        return CheckVerdict.fail(
                "Target group %s has the target type %s, but tasks of network mode %s need %s."
                    .formatted(name(group), type, network.isEmpty() ? "bridge" : network, wanted))
            .evidence("Target group " + group.path("TargetGroupArn").asText())
            .fix(
                "create another one with --target-type "
                    + wanted
                    + ": the type cannot be changed.");
      }
    }
    return CheckVerdict.ok(wanted);
  }

  /** All target groups must be in the load balancer's VPC. */
  CheckVerdict vpc() {
    Map<String, String> vpcs = new LinkedHashMap<>();
    standing
        .both()
        .forEach(group -> vpcs.put("target group " + name(group), group.path("VpcId").asText()));
    standing
        .loadBalancer()
        .ifPresent(
            lb ->
                vpcs.put(
                    "load balancer " + lb.path("LoadBalancerName").asText(),
                    lb.path("VpcId").asText()));
    if (vpcs.values().stream().distinct().count() == 1) {
      return CheckVerdict.ok(vpcs.values().iterator().next());
    }
    return CheckVerdict.fail("Target groups and load balancer are not in the same VPC.")
        .evidence(
            vpcs.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .toArray(String[]::new))
        .fix(
            "create the target group again in the load balancer's VPC: its VPC cannot be changed.");
  }

  private static String name(JsonNode group) {
    return group.path("TargetGroupName").asText();
  }
}
