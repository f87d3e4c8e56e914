package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.elb.Listeners;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;

/**
 * The target groups and rules of one load balancer between which ECS shifts a service's traffic; if
 * a service has several, ECS shifts their traffic together.
 */
record ServiceRouting(LoadBalancer balancer, AdvancedConfiguration advanced) {

  /** Returns the first, at which green is tested; empty if ECS shifts no traffic of the service. */
  static Optional<ServiceRouting> of(Service service) {
    return all(service).stream().findFirst();
  }

  /** Returns one for each load balancer at which ECS shifts traffic. */
  static List<ServiceRouting> all(Service service) {
    return service.loadBalancers().stream()
        .filter(balancer -> balancer.advancedConfiguration() != null)
        .map(balancer -> new ServiceRouting(balancer, balancer.advancedConfiguration()))
        .toList();
  }

  List<String> targetGroups() {
    return Stream.of(balancer.targetGroupArn(), advanced.alternateTargetGroupArn())
        .filter(arn -> arn != null)
        .toList();
  }

  /** A Network Load Balancer has only listeners, no rules. */
  boolean isBehindNlb() {
    return !String.valueOf(advanced.productionListenerRule()).contains(":listener-rule/");
  }

  /** Reads the current weights of the production rule; empty if it does not exist. */
  Optional<Map<String, Integer>> weights(Listeners listeners) {
    try {
      return Optional.of(listeners.weights(advanced.productionListenerRule()));
    } catch (RuleNotFoundException | ListenerNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Returns the message for a production rule that does not exist. */
  String gone() {
    return "the production rule " + advanced.productionListenerRule() + " does not exist any more";
  }

  /** Returns the route of the test rule; empty if there is none. */
  Optional<Listeners.ListenerRoute> test(Listeners listeners) {
    return route(listeners, advanced.testListenerRule(), "test");
  }

  /** Returns the route of the production rule; empty if there is none. */
  Optional<Listeners.ListenerRoute> production(Listeners listeners) {
    return route(listeners, advanced.productionListenerRule(), "production");
  }

  private Optional<Listeners.ListenerRoute> route(Listeners listeners, String rule, String name) {
    Predicate<String> ours = targetGroups()::contains;
    return Optional.ofNullable(rule).map(arn -> listeners.route(arn, ours, name));
  }
}
