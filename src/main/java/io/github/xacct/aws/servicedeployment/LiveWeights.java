package io.github.xacct.aws.servicedeployment;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionLoadBalancer;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/**
 * Compares the weights of the production rule with those that ECS reports. ECS does not read the
 * rule: if another tool has changed it, the next step may send requests to no task.
 */
final class LiveWeights {
  private LiveWeights() {}

  /**
   * Returns why the next step must not be taken; empty if the weights agree, or ECS reports none.
   *
   * @param weights the weights of the production rule by target group ARN
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
            to the new revision, ECS assumes %s %%"""
                .formatted(
                    routing.advanced().productionListenerRule(),
                    Math.round(live),
                    Math.round(share.get())))
        : Optional.empty();
  }

  /** Returns the ARN of the target group of the revision's first load balancer. */
  static Optional<String> targetGroup(
      ServiceRevisionSummary revision, ServiceDeploymentReader reader) {
    return targetGroups(revision, reader).findFirst();
  }

  /** Returns the ARN of the revision's target group at this load balancer. */
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
