package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The target group pair and listener rules by which the ECS deployment controller shifts a
 * service's traffic. Source: ECS API reference, AdvancedConfiguration.
 *
 * @param place of the service
 * @param targetGroup ARN configured in the service, whether or not it serves
 * @param alternate ARN of the alternate target group
 * @param productionRule ARN of a rule; for a Network Load Balancer, of a listener
 * @param testRule ARN for test traffic, if configured
 * @param role with which ECS changes the rules
 */
public record TrafficRoute(
    AccountRegion place,
    String targetGroup,
    String alternate,
    String productionRule,
    Optional<String> testRule,
    String role) {

  /** Returns the route of a service's first load balancer; empty if ECS shifts no traffic. */
  public static Optional<TrafficRoute> of(RunningService service) {
    return of(service.place, service.property("LoadBalancers").path(0));
  }

  /** Returns the routes of all its load balancers, in order; empty if ECS shifts no traffic. */
  public static List<TrafficRoute> all(RunningService service) {
    return all(service.place, service.property("LoadBalancers"));
  }

  private static List<TrafficRoute> all(AccountRegion place, JsonNode balancers) {
    return balancers.valueStream().flatMap(balancer -> of(place, balancer).stream()).toList();
  }

  /** Returns the routes of a service in the resource store; empty if ECS shifts no traffic. */
  public static List<TrafficRoute> all(ResourceStore store, ServiceKey service) {
    return store
        .find(service.place(), ResourceTypeNames.SERVICE, service.id())
        .filter(p -> p.path("DeploymentController").path("Type").asText("ECS").equals("ECS"))
        .map(p -> all(service.place(), p.path("LoadBalancers")))
        .orElse(List.of());
  }

  /**
   * Returns the target group of this pair that corresponds to one of the service's first pair,
   * because all pairs shift together.
   */
  public String counterpart(TrafficRoute first, String ofFirst) {
    return ofFirst.equals(first.targetGroup) ? targetGroup : alternate;
  }

  /** Returns the route of a service in the resource store; empty if ECS shifts no traffic. */
  public static Optional<TrafficRoute> of(ResourceStore store, ServiceKey service) {
    return store
        .find(service.place(), ResourceTypeNames.SERVICE, service.id())
        .filter(p -> p.path("DeploymentController").path("Type").asText("ECS").equals("ECS"))
        .flatMap(p -> of(service.place(), p.path("LoadBalancers").path(0)));
  }

  private static Optional<TrafficRoute> of(AccountRegion place, JsonNode balancer) {
    JsonNode advanced = balancer.path("AdvancedConfiguration");
    return advanced.hasNonNull("AlternateTargetGroupArn")
        ? Optional.of(
            new TrafficRoute(
                place,
                balancer.path("TargetGroupArn").asText(),
                advanced.path("AlternateTargetGroupArn").asText(),
                advanced.path("ProductionListenerRule").asText(),
                Optional.ofNullable(advanced.path("TestListenerRule").textValue()),
                advanced.path("RoleArn").asText()))
        : Optional.empty();
  }

  /** Returns the ARNs of both target groups. */
  public List<String> targetGroups() {
    return List.of(targetGroup, alternate);
  }

  /** Returns the names of both target groups. */
  public List<String> names(ResourceStore store) {
    return targetGroups().stream()
        .flatMap(arn -> store.find(place, ResourceTypeNames.TARGET_GROUP, arn).stream())
        .map(group -> group.path("Name").asText())
        .toList();
  }

  /** Returns the other target group of the pair. */
  public String other(String one) {
    return one.equals(targetGroup) ? alternate : targetGroup;
  }

  /** Returns the ARNs of the production rule and, if there is one, the test rule. */
  public List<String> rules() {
    return Stream.concat(Stream.of(productionRule), testRule.stream()).toList();
  }

  /** Returns the ARN of a rule's listener; a listener's ARN is returned unchanged. */
  public static String listener(String ruleOrListener) {
    return ruleOrListener.contains(":listener-rule/")
        ? ruleOrListener
            .substring(0, ruleOrListener.lastIndexOf('/'))
            .replace(":listener-rule/", ":listener/")
        : ruleOrListener;
  }
}
