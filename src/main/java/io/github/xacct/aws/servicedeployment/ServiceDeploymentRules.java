package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.SdkJson;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.preflight.DeploymentRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * For what reasons a service deployment could not work. Most faults of a service's configuration
 * ECS reports only after it has begun; what can be seen beforehand is refused here.
 */
final class ServiceDeploymentRules {
  private final Environment environment;
  private final DeploymentRules rules;
  private final List<XacctException> problems = new ArrayList<>();

  private ServiceDeploymentRules(Environment environment) {
    this.environment = environment;
    this.rules = new DeploymentRules(environment);
  }

  /**
   * All reasons at once; empty if there is none.
   *
   * @param weights of the production rule; absent if they could not be read
   * @param live the target group of the revision that serves, as ECS has it; absent if unknown
   */
  static List<XacctException> problems(
      Service service,
      Environment environment,
      Optional<Map<String, Integer>> weights,
      Optional<String> live) {
    var judge = new ServiceDeploymentRules(environment);
    judge.service(service);
    weights.ifPresent(w -> judge.weights(ServiceRouting.of(service).orElseThrow(), w, live));
    judge.appSpec(environment.appSpec());
    return List.copyOf(judge.problems);
  }

  private void service(Service service) {
    rules.active(SdkJson.write(service)).ifPresent(problems::add);
    if (Integer.valueOf(0).equals(service.desiredCount())) {
      problems.add(
          XacctException.yours(
                  "Service "
                      + environment.service()
                      + " has a desired count of 0: no task of the new revision would be started.")
              .suggestion(
                  "aws ecs update-service --cluster "
                      + environment.cluster()
                      + " --service "
                      + environment.service()
                      + " --desired-count 1 --region "
                      + environment.region()));
    }
  }

  /**
   * Exactly one of the two target groups has production traffic, and the one that ECS takes for it.
   * Sources: Amazon ECS developer guide, troubleshooting blue/green deployments; ECS itself does
   * not look at the live weights before it shifts.
   */
  private void weights(
      ServiceRouting routing, Map<String, Integer> weights, Optional<String> live) {
    var serving =
        weights.entrySet().stream().filter(w -> w.getValue() > 0).map(Map.Entry::getKey).toList();
    var groups = routing.targetGroups();
    String rule = routing.advanced().productionListenerRule();
    if (serving.size() != 1 || !groups.containsAll(serving)) {
      problems.add(
          XacctException.yours(
                  "The production rule of service "
                      + environment.service()
                      + " must send all traffic to exactly one of the service's two target groups.")
              .evidence("Rule " + rule + " forwards to " + orNothing(weights) + ".")
              .evidence("The target groups: " + String.join(", ", groups))
              .suggestion("give the target group whose tasks serve the weight 1, the other 0:")
              .suggestion("aws elbv2 modify-rule --rule-arn " + rule + " --actions ...,")
              .suggestion("or modify-listener --default-actions where it is a default rule"));
    } else if (live.isPresent() && !serving.contains(live.get())) {
      problems.add(
          XacctException.yours(
                  "The production rule of service "
                      + environment.service()
                      + " forwards to another target group than the one of the revision that serves.")
              .evidence("Rule " + rule + " forwards to " + orNothing(weights) + ".")
              .evidence("ECS has the serving revision in " + live.get() + ".")
              .suggestion(
                  "forward the rule to that target group before a deployment: ECS shifts by")
              .suggestion("its own idea of the weights, and would send traffic to no task."));
    }
  }

  private static String orNothing(Map<String, Integer> weights) {
    String words = ServiceRouting.words(weights);
    return words.isEmpty() ? "no target group" : words;
  }

  /** What an AppSpec says beside container and port has no place in a service deployment. */
  private void appSpec(AppSpecSettings settings) {
    var unusable = new ArrayList<String>();
    if (!settings.hooks().isEmpty()) {
      unusable.add("<hooks>");
    }
    settings.network().ifPresent(network -> unusable.add("<network>"));
    settings.platformVersion().ifPresent(version -> unusable.add("<platformVersion>"));
    if (!settings.capacityProviders().isEmpty()) {
      unusable.add("<capacityProviders>");
    }
    if (!unusable.isEmpty()) {
      problems.add(
          XacctException.yours(
                  "Environment "
                      + environment.name()
                      + ": service "
                      + environment.service()
                      + " is deployed by ECS itself, which takes no "
                      + String.join(", ", unusable)
                      + " from a deployment.")
              .suggestion("configure them on the service, whose deployments then all use them, and")
              .suggestion("remove the elements here."));
    }
  }
}
