package io.github.xacct.aws.servicedeployment;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionLoadBalancer;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/**
 * The weights of the production rule beside ECS's idea of them. ECS shifts by its own idea alone:
 * where somebody else has rewritten the rule, the next step may send requests to no task.
 */
final class LiveWeights {
  private LiveWeights() {}

  /**
   * Why the next step must not be taken; empty if rule and idea agree, or the idea is not known.
   *
   * @param weights of the production rule
   */
  static Optional<String> objection(
      ServiceRouting routing,
      Map<String, Integer> weights,
      ServiceDeployment deployment,
      ServiceDeploymentReader reader) {
    var green = Optional.ofNullable(deployment.targetServiceRevision());
    var share = green.map(ServiceRevisionSummary::requestedProductionTrafficWeight);
    var group = green.flatMap(revision -> targetGroup(routing, revision, reader));
    int all = weights.values().stream().mapToInt(Integer::intValue).sum();
    if (share.isEmpty() || group.isEmpty()) {
      return Optional.empty();
    }
    double live = all == 0 ? 0 : 100.0 * weights.getOrDefault(group.get(), 0) / all;
    boolean foreign = !routing.targetGroups().containsAll(weights.keySet());
    return Math.abs(live - share.get()) > 1 || foreign || all == 0
        ? Optional.of(
            """
            somebody else has changed the production rule %s: it sends %s %% of the requests \
            to the new revision, ECS takes it for %s %%"""
                .formatted(
                    routing.advanced().productionListenerRule(),
                    Math.round(live),
                    Math.round(share.get())))
        : Optional.empty();
  }

  /** The target group of a revision, of its first load balancer, by its ARN. */
  static Optional<String> targetGroup(
      ServiceRevisionSummary revision, ServiceDeploymentReader reader) {
    return targetGroups(revision, reader).findFirst();
  }

  /** That of a revision behind one load balancer. */
  static Optional<String> targetGroup(
      ServiceRouting routing, ServiceRevisionSummary revision, ServiceDeploymentReader reader) {
    return targetGroups(revision, reader).filter(routing.targetGroups()::contains).findFirst();
  }

  private static Stream<String> targetGroups(
      ServiceRevisionSummary revision, ServiceDeploymentReader reader) {
    return reader.revision(revision.arn()).stream()
        .flatMap(
            found ->
                Optional.ofNullable(found.resolvedConfiguration()).stream()
                    .flatMap(resolved -> resolved.loadBalancers().stream()))
        .map(ServiceRevisionLoadBalancer::targetGroupArn);
  }
}
