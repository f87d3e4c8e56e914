package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.SdkJson;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.preflight.DeploymentRules;
import io.github.xacct.preflight.EcsDeploymentRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Service;

/** Checks what the engine has read for reasons why a service deployment could not succeed. */
final class ServiceDeploymentRules {
  private ServiceDeploymentRules() {}

  /**
   * A load balancer's production rule with its current weights, which are empty if it does not
   * exist.
   */
  record Live(ServiceRouting routing, Optional<Map<String, Integer>> weights) {}

  /**
   * Returns all problems at once; empty if there is none.
   *
   * @param production the production rules, one per load balancer; empty if they could not be read
   * @param serving the target groups of the revision that ECS reports as serving; empty if unknown
   */
  static List<XacctException> problems(
      Service service, Environment environment, List<Live> production, List<String> serving) {
    var rules = new EcsDeploymentRules(environment);
    int desired = Optional.ofNullable(service.desiredCount()).orElse(1);
    return Stream.of(
            Stream.of(
                new DeploymentRules(environment).active(SdkJson.write(service)),
                rules.desired(desired)),
            production.stream()
                .map(one -> weights(rules, one, serving(one, serving, production.size()))),
            Stream.of(rules.appSpec(environment.appSpec())))
        .flatMap(found -> found)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Returns the serving target group of this rule's pair; with one pair, whatever ECS reports. */
  private static Optional<String> serving(Live production, List<String> serving, int pairs) {
    return serving.stream()
        .filter(group -> pairs == 1 || production.routing().targetGroups().contains(group))
        .findFirst();
  }

  private static Optional<XacctException> weights(
      EcsDeploymentRules rules, Live production, Optional<String> live) {
    String rule = production.routing().advanced().productionListenerRule();
    return production
        .weights()
        .map(weights -> rules.weights(rule, production.routing().targetGroups(), weights, live))
        .orElseGet(() -> Optional.of(rules.noRule(rule)));
  }
}
