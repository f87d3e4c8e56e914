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

/** For what reasons a service deployment could not work, of what the engine has seen. */
final class ServiceDeploymentRules {
  private ServiceDeploymentRules() {}

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
    var rules = new EcsDeploymentRules(environment);
    int desired = Optional.ofNullable(service.desiredCount()).orElse(1);
    return Stream.of(
            new DeploymentRules(environment).active(SdkJson.write(service)),
            rules.desired(desired),
            weights.flatMap(w -> weights(rules, ServiceRouting.of(service).orElseThrow(), w, live)),
            rules.appSpec(environment.appSpec()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<XacctException> weights(
      EcsDeploymentRules rules,
      ServiceRouting routing,
      Map<String, Integer> weights,
      Optional<String> live) {
    return rules.weights(
        routing.advanced().productionListenerRule(), routing.targetGroups(), weights, live);
  }
}
