package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The prerequisites of a deployment by ECS itself, one rule each; applied by a deployment before
 * its first change, and by preflight. ECS reports most errors in a service's configuration only
 * after a deployment has begun.
 */
public final class EcsDeploymentRules {
  private final Environment environment;

  public EcsDeploymentRules(Environment environment) {
    this.environment = environment;
  }

  /** The desired count of the service must not be 0. */
  public Optional<XacctException> desired(int count) {
    return count > 0
        ? Optional.empty()
        : Optional.of(
            XacctException.yours(
                    "Service "
                        + environment.service()
                        + " has a desired count of 0: no task of the new revision would be started.")
                .suggestion(
                    "aws ecs update-service --cluster %s --service %s --desired-count 1 --region %s"
                        .formatted(
                            environment.cluster(), environment.service(), environment.region())));
  }

  /** The error for a missing production rule. */
  public XacctException noRule(String rule) {
    return XacctException.yours(
            "The production rule of service " + environment.service() + " does not exist.")
        .evidence("The service names " + rule + " as its productionListenerRule.")
        .suggestion(
            "create a rule that forwards to the target group whose tasks serve, and name it")
        .suggestion("in the service's load balancers; if a stack created it, repair that stack.");
  }

  /**
   * Exactly one of the two target groups must have production traffic, and it must be the one that
   * ECS expects. Sources: Amazon ECS developer guide, troubleshooting blue/green deployments; ECS
   * itself does not check the current weights before it shifts traffic.
   *
   * @param rule ARN of the production rule
   * @param groups ARNs of the service's target groups
   * @param weights current weights of the rule
   * @param live the target group of the serving revision, according to ECS; empty if unknown
   */
  public Optional<XacctException> weights(
      String rule, List<String> groups, Map<String, Integer> weights, Optional<String> live) {
    var serving =
        weights.entrySet().stream().filter(w -> w.getValue() > 0).map(Map.Entry::getKey).toList();
    String problem = "The production rule of service " + environment.service();
    String forwards = "Rule " + rule + " forwards to " + orNothing(weights) + ".";
    if (serving.size() != 1 || !groups.containsAll(serving)) {
      var refusal =
          XacctException.yours(
                  problem
                      + " must send all traffic to exactly one of the service's two target groups.")
              .evidence(forwards)
              .evidence("The target groups: " + String.join(", ", groups))
              .suggestion("give the target group whose tasks serve the weight 1, the other 0:")
              .suggestion(command(rule));
      return Optional.of(
          EcsService.isListener(rule)
              ? refusal
              : refusal.suggestion(
                  "or modify-listener --default-actions where it is a default rule"));
    }
    if (live.isPresent() && !serving.contains(live.get())) {
      return Optional.of(
          XacctException.yours(
                  problem
                      + " forwards to another target group than the one of the revision that serves.")
              .evidence(forwards)
              .evidence("ECS has the serving revision in " + live.get() + ".")
              .suggestion("forward the rule to that target group before a deployment: ECS starts")
              .suggestion("from the weights that it expects, and would send traffic to no task."));
    }
    return Optional.empty();
  }

  /** The command to change the rule; a Network Load Balancer has listeners only. */
  private static String command(String rule) {
    return EcsService.isListener(rule)
        ? "aws elbv2 modify-listener --listener-arn " + rule + " --default-actions ..."
        : "aws elbv2 modify-rule --rule-arn " + rule + " --actions ...,";
  }

  /** The weights as text, except zero weights. */
  private static String orNothing(Map<String, Integer> weights) {
    String words =
        new TreeMap<>(weights)
            .entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey() + " with weight " + entry.getValue())
                .collect(Collectors.joining(", "));
    return words.isEmpty() ? "no target group" : words;
  }

  /** The weights by target group; a single target group without a weight gets all requests. */
  static Map<String, Integer> weights(JsonNode actions) {
    Map<String, Integer> weights = new TreeMap<>();
    for (JsonNode action : actions) {
      JsonNode groups = action.path("ForwardConfig").path("TargetGroups");
      groups.forEach(
          g -> weights.put(g.path("TargetGroupArn").asText(), g.path("Weight").asInt(1)));
      if (groups.isEmpty() && action.hasNonNull("TargetGroupArn")) {
        weights.put(action.get("TargetGroupArn").asText(), 1);
      }
    }
    return weights;
  }

  /** The AppSpec settings other than container and port, which ECS's own deployments do not use. */
  public Optional<XacctException> appSpec(AppSpecSettings settings) {
    var unusable = new ArrayList<String>();
    if (!settings.hooks().isEmpty()) {
      unusable.add("<hooks>");
    }
    settings.network().ifPresent(network -> unusable.add("<network>"));
    settings.platformVersion().ifPresent(version -> unusable.add("<platformVersion>"));
    if (!settings.capacityProviders().isEmpty()) {
      unusable.add("<capacityProviders>");
    }
    return unusable.isEmpty()
        ? Optional.empty()
        : Optional.of(
            XacctException.yours(
                    """
                    Environment %s: service %s is deployed by ECS itself, which takes no \
                    %s from a deployment."""
                        .formatted(
                            environment.name(), environment.service(), String.join(", ", unusable)))
                .suggestion(
                    "configure them on the service, whose deployments then all use them, and")
                .suggestion("remove the elements here."));
  }
}
