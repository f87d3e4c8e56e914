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
 * By which rules ECS itself moves a service's traffic, and between which target groups. Source: ECS
 * API reference, AdvancedConfiguration.
 *
 * @param place of the service
 * @param targetGroup ARN as the service has it; which one serves is another question
 * @param alternate ARN of the other one
 * @param productionRule ARN of a rule, of a Network Load Balancer that of a listener
 * @param testRule the same for test traffic
 * @param role with which ECS changes them
 */
public record OwnRoute(
    AccountRegion place,
    String targetGroup,
    String alternate,
    String productionRule,
    Optional<String> testRule,
    String role) {

  /** The route of a service, by its first load balancer. */
  public static Optional<OwnRoute> of(RunningService service) {
    return of(service.place, service.property("LoadBalancers").path(0));
  }

  /** The routes of all its load balancers, the first one first; none if ECS moves no traffic. */
  public static List<OwnRoute> all(RunningService service) {
    return all(service.place, service.property("LoadBalancers"));
  }

  private static List<OwnRoute> all(AccountRegion place, JsonNode balancers) {
    return balancers.valueStream().flatMap(balancer -> of(place, balancer).stream()).toList();
  }

  /** The routes of a service that exists in the resource store. */
  public static List<OwnRoute> all(ResourceStore store, ServiceKey service) {
    return store
        .find(service.place(), ResourceTypeNames.SERVICE, service.id())
        .filter(p -> p.path("DeploymentController").path("Type").asText("ECS").equals("ECS"))
        .map(p -> all(service.place(), p.path("LoadBalancers")))
        .orElse(List.of());
  }

  /**
   * The target group of this pair that belongs to one of the service's first pair: all pairs change
   * together.
   */
  public String beside(OwnRoute first, String ofFirst) {
    return ofFirst.equals(first.targetGroup) ? targetGroup : alternate;
  }

  /** The route of a service that exists in the resource store. */
  public static Optional<OwnRoute> of(ResourceStore store, ServiceKey service) {
    return store
        .find(service.place(), ResourceTypeNames.SERVICE, service.id())
        .filter(p -> p.path("DeploymentController").path("Type").asText("ECS").equals("ECS"))
        .flatMap(p -> of(service.place(), p.path("LoadBalancers").path(0)));
  }

  private static Optional<OwnRoute> of(AccountRegion place, JsonNode balancer) {
    JsonNode advanced = balancer.path("AdvancedConfiguration");
    return advanced.hasNonNull("AlternateTargetGroupArn")
        ? Optional.of(
            new OwnRoute(
                place,
                balancer.path("TargetGroupArn").asText(),
                advanced.path("AlternateTargetGroupArn").asText(),
                advanced.path("ProductionListenerRule").asText(),
                Optional.ofNullable(advanced.path("TestListenerRule").textValue()),
                advanced.path("RoleArn").asText()))
        : Optional.empty();
  }

  /** ARNs of both target groups. */
  public List<String> targetGroups() {
    return List.of(targetGroup, alternate);
  }

  /** Names of both target groups. */
  public List<String> names(ResourceStore store) {
    return targetGroups().stream()
        .flatMap(arn -> store.find(place, ResourceTypeNames.TARGET_GROUP, arn).stream())
        .map(group -> group.path("Name").asText())
        .toList();
  }

  /** The other one of the pair. */
  public String other(String one) {
    return one.equals(targetGroup) ? alternate : targetGroup;
  }

  /** ARNs of the production rule and, if there is one, the test rule. */
  public List<String> rules() {
    return Stream.concat(Stream.of(productionRule), testRule.stream()).toList();
  }

  /** The ARN of a rule's listener; of a listener its own. */
  public static String listener(String ruleOrListener) {
    return ruleOrListener.contains(":listener-rule/")
        ? ruleOrListener
            .substring(0, ruleOrListener.lastIndexOf('/'))
            .replace(":listener-rule/", ":listener/")
        : ruleOrListener;
  }
}
