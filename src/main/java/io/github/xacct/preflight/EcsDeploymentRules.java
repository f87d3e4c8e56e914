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
 * For what reasons a deployment by ECS itself could not work, each a rule of its own: the
 * deployment itself applies them before it changes anything, and so does preflight. Most faults of
 * a service's configuration ECS reports only after a deployment has begun.
 */
public final class EcsDeploymentRules {
  private final Environment environment;

  public EcsDeploymentRules(Environment environment) {
    this.environment = environment;
  }

  /** The service wants tasks. */
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

  /** The production rule of the service is not there. */
  public XacctException noRule(String rule) {
    return XacctException.yours(
            "The production rule of service " + environment.service() + " does not exist.")
        .evidence("The service names " + rule + " as its productionListenerRule.")
        .suggestion(
            "create a rule that forwards to the target group whose tasks serve, and name it")
        .suggestion("in the service's load balancers; if a stack created it, repair that stack.");
  }

  /**
   * Exactly one of the two target groups has production traffic, and the one that ECS takes for it.
   * Sources: Amazon ECS developer guide, troubleshooting blue/green deployments; ECS itself does
   * not look at the live weights before it shifts.
   *
   * @param rule ARN of the production rule
   * @param groups ARNs of the service's target groups
   * @param weights of the rule as it stands
   * @param live the target group of the revision that serves, as ECS has it; absent if unknown
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
              .suggestion(
                  "forward the rule to that target group before a deployment: ECS shifts by")
              .suggestion("its own idea of the weights, and would send traffic to no task."));
    }
    return Optional.empty();
  }

  /** A Network Load Balancer has listeners only, and no rules. */
  private static String command(String rule) {
    return EcsService.isListener(rule)
        ? "aws elbv2 modify-listener --listener-arn " + rule + " --default-actions ..."
        : "aws elbv2 modify-rule --rule-arn " + rule + " --actions ...,";
  }

  /** Weights as text, without those of zero. */
  private static String orNothing(Map<String, Integer> weights) {
    String words =
        new TreeMap<>(weights)
            .entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey() + " with weight " + entry.getValue())
                .collect(Collectors.joining(", "));
    return words.isEmpty() ? "no target group" : words;
  }

  /** The weights of a rule's actions; one target group without a weight has all requests. */
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

  /** What an AppSpec says beside container and port has no place in a deployment by ECS. */
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
