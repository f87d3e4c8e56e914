package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the steps of all ways are made of.
 *
 * @param translation the configuration to be
 */
record Move(Found found, MigrationRequest wanted, Routing routing, Translation translation) {

  String cluster() {
    return found.cluster();
  }

  String service() {
    return found.name();
  }

  /** All requests to the first group, none to the second. */
  static Map<String, Integer> all(String live, String idle) {
    return weights(live, 1, idle, 0);
  }

  static Map<String, Integer> weights(String one, int share, String other, int rest) {
    var weights = new LinkedHashMap<String, Integer>();
    weights.put(one, share);
    weights.put(other, rest);
    return weights;
  }

  /** A rule that forwards by these weights from then on. */
  Step rule(String id, String title, Rule rule, Map<String, Integer> weights) {
    return Step.of(id, title, rule.forward(weights), Checks.forwards(rule, weights));
  }

  MoveRequest update(String service) {
    return MoveRequest.to(MoveRequest.ECS, "UpdateService")
        .with("cluster", cluster())
        .with("service", service);
  }

  /** The service's load balancer with both target groups and the rules. */
  JsonNode balancer(String live, String idle) {
    ObjectNode balancer = MoveJson.object();
    balancer.put("targetGroupArn", live);
    balancer.put("containerName", found.balancer().path("containerName").asText());
    balancer.put("containerPort", found.balancer().path("containerPort").asInt());
    ObjectNode advanced = balancer.putObject("advancedConfiguration");
    advanced.put("alternateTargetGroupArn", idle);
    advanced.put("productionListenerRule", routing.production().arn());
    routing.test().ifPresent(test -> advanced.put("testListenerRule", test.arn()));
    advanced.put("roleArn", wanted.infrastructureRole().toString());
    return MoveJson.array().add(balancer);
  }

  /** The service shows that it has this load balancer. */
  StepCheck balanced(String service, JsonNode balancers) {
    return Checks.shows(
        cluster(), service, MoveJson.object().set("loadBalancers", balancers.deepCopy()));
  }

  /** The service shows the strategy of the translation. */
  StepCheck strategy(String service) {
    ObjectNode wish = MoveJson.object();
    wish.putObject("deploymentController").put("type", "ECS");
    wish.putObject("deploymentConfiguration")
        .set("strategy", translation.deployment().path("strategy"));
    return Checks.shows(cluster(), service, wish);
  }

  /** What the live target group is like, as CreateTargetGroup asks for it. */
  MoveRequest targetGroupLike(String name) {
    JsonNode live = found.targetGroup(routing.live()).orElseThrow();
    MoveRequest create = MoveRequest.to(MoveRequest.ELB, "CreateTargetGroup").with("Name", name);
    for (String member : LIKE) {
      if (live.hasNonNull(member)) {
        create = create.with(member, live.get(member));
      }
    }
    return create;
  }

  private static final java.util.List<String> LIKE =
      java.util.List.of(
          "Protocol",
          "ProtocolVersion",
          "Port",
          "VpcId",
          "TargetType",
          "IpAddressType",
          "HealthCheckProtocol",
          "HealthCheckPort",
          "HealthCheckEnabled",
          "HealthCheckPath",
          "HealthCheckIntervalSeconds",
          "HealthCheckTimeoutSeconds",
          "HealthyThresholdCount",
          "UnhealthyThresholdCount",
          "Matcher");

  /** A target group of that name, like the live one. */
  Step targetGroup(String id, String name) {
    return Step.of(
            id,
            "Create target group " + name + " like the one that carries traffic",
            targetGroupLike(name),
            Checks.isThere(TargetGroupNames.reference(name)))
        .undoneBy("aws elbv2 delete-target-group");
  }

  /** A name for a target group of ours: at most 32 characters, and no hyphen twice. */
  String targetGroupName(String suffix) {
    String stem = service().replaceAll("[^A-Za-z0-9-]", "-");
    stem = stem.substring(0, Math.min(stem.length(), 31 - suffix.length()));
    return stem.replaceAll("-+$", "") + "-" + suffix;
  }

  Optional<JsonNode> member(String name) {
    return Optional.of(found.primary().orElse(found.service()).path(name))
        .filter(value -> !value.isMissingNode() && !value.isNull())
        .filter(value -> !value.isContainerNode() || !value.isEmpty())
        .or(
            () ->
                Optional.of(found.service().path(name))
                    .filter(value -> !value.isMissingNode() && !value.isNull())
                    .filter(value -> !value.isContainerNode() || !value.isEmpty()));
  }
}
