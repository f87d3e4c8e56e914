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
 * The target groups and rules between which ECS moves a service's traffic by one load balancer; a
 * service may have several, whose traffic moves together.
 */
record ServiceRouting(LoadBalancer balancer, AdvancedConfiguration advanced) {

  /** The first, by which green is tested; absent if ECS moves no traffic of the service. */
  static Optional<ServiceRouting> of(Service service) {
    return all(service).stream().findFirst();
  }

  /** One for each load balancer that ECS moves traffic on. */
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

  /** A Network Load Balancer has listeners only, and no rules. */
  boolean isBehindNlb() {
    return !String.valueOf(advanced.productionListenerRule()).contains(":listener-rule/");
  }

  /** The weights of the production rule as the load balancer has them now; absent if it is gone. */
  Optional<Map<String, Integer>> weights(Listeners listeners) {
    try {
      return Optional.of(listeners.weights(advanced.productionListenerRule()));
    } catch (RuleNotFoundException | ListenerNotFoundException e) {
      return Optional.empty();
    }
  }

  /** What is said of a production rule that is gone. */
  String gone() {
    return "the production rule " + advanced.productionListenerRule() + " does not exist any more";
  }

  /** How the service is reached by its test rule, if it has one. */
  Optional<Listeners.Led> test(Listeners listeners) {
    return led(listeners, advanced.testListenerRule(), "test");
  }

  /** How the service is reached by its production rule. */
  Optional<Listeners.Led> production(Listeners listeners) {
    return led(listeners, advanced.productionListenerRule(), "production");
  }

  private Optional<Listeners.Led> led(Listeners listeners, String rule, String name) {
    Predicate<String> ours = targetGroups()::contains;
    return Optional.ofNullable(rule).map(arn -> listeners.led(arn, ours, name));
  }
}
