package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the load balancer, listeners and target groups that the deployment group names, or the
 * service itself if ECS deploys it.
 */
final class LoadBalancerFacts {
  static final String PRODUCTION = "production";
  static final String TEST = "test";

  private final SetUp setUp;

  LoadBalancerFacts(SetUp setUp) {
    this.setUp = setUp;
  }

  private JsonNode pair() {
    return setUp.needGroup().at("/loadBalancerInfo/targetGroupPairInfoList").path(0);
  }

  /** The identifiers of the target groups: names, or ARNs if ECS deploys. */
  private List<String> names() {
    return setUp.byEcs()
        ? setUp.ecs().pairs().stream().flatMap(pair -> pair.targetGroups().stream()).toList()
        : JsonLists.stream(pair().path("targetGroups"))
            .map(group -> group.path("name").asText())
            .toList();
  }

  /** The target groups by name; read one by one, because AWS fails a list if one is missing. */
  Map<String, Optional<JsonNode>> targetGroups() {
    var names = names();
    names.forEach(name -> setUp.facts.ahead(ofName(name)));
    Map<String, Optional<JsonNode>> found = new LinkedHashMap<>();
    names.forEach(
        name ->
            found.put(
                shortName(name),
                setUp
                    .facts
                    .find(ofName(name))
                    .map(answer -> answer.path("TargetGroups").path(0))
                    .filter(JsonNode::isObject)));
    return found;
  }

  private static String shortName(String nameOrArn) {
    var parts = nameOrArn.split("/", -1);
    return parts.length == 3 ? parts[1] : nameOrArn;
  }

  private static Question ofName(String nameOrArn) {
    return Question.target("elasticloadbalancing:DescribeTargetGroups")
        .with(nameOrArn.startsWith("arn:") ? "TargetGroupArns" : "Names", List.of(nameOrArn));
  }

  /** The required number of target groups: two for each load balancer. */
  int needed() {
    return setUp.byEcs() ? Math.max(2, 2 * setUp.ecs().pairs().size()) : 2;
  }

  /** The target groups of all load balancers; a {@link Skip} if one is missing. */
  List<JsonNode> both() {
    var found = targetGroups().values().stream().flatMap(Optional::stream).toList();
    if (found.size() < needed()) {
      throw new Skip("there are not two target groups (load-balancer.target-groups)");
    }
    return found;
  }

  /** The ARN of the listener for {@link #PRODUCTION} or {@link #TEST} traffic. */
  Optional<String> listenerArn(String route) {
    return setUp.byEcs()
        ? setUp.ecs().rule(route).map(EcsService::listenerOf)
        : JsonLists.texts(pair().path(key(route)).path("listenerArns")).stream().findFirst();
  }

  private static String key(String route) {
    return route.equals(PRODUCTION) ? "prodTrafficRoute" : "testTrafficRoute";
  }

  Optional<JsonNode> listener(String arn) {
    return setUp
        .facts
        .find(EcsService.listeners(arn))
        .map(answer -> answer.path("Listeners").path(0))
        .filter(JsonNode::isObject);
  }

  /** The load balancer of the production listener. */
  Optional<JsonNode> loadBalancer() {
    return listenerArn(PRODUCTION)
        .flatMap(this::listener)
        .flatMap(
            listener ->
                setUp.facts.find(
                    Question.target("elasticloadbalancing:DescribeLoadBalancers")
                        .with(
                            "LoadBalancerArns",
                            List.of(listener.path("LoadBalancerArn").asText()))))
        .map(answer -> answer.path("LoadBalancers").path(0))
        .filter(JsonNode::isObject);
  }

  /** The evaluation of the listener for production or test traffic. */
  ListenerRules rules(String route, JsonNode listener) {
    if (setUp.byEcs()) {
      return ruleOfEcs(route, listener);
    }
    var names = names();
    return new ListenerRules(
        listener,
        rules(listenerArn(route).orElseThrow()),
        group ->
            names.stream().anyMatch(name -> group.contains(":targetgroup/" + name + "/"))
                || known(group));
  }

  /**
   * The evaluation of the listener with the service's rule only; other rules belong to other apps.
   */
  private ListenerRules ruleOfEcs(String route, JsonNode listener) {
    var ecs = setUp.ecs();
    var groups = ecs.targetGroups();
    var rule =
        ecs.rule(route)
            .flatMap(ecs::described)
            .filter(found -> !found.path("IsDefault").asBoolean());
    ObjectNode alone = listener.deepCopy();
    rule.ifPresent(own -> alone.remove("DefaultActions"));
    return new ListenerRules(alone, rule.map(List::of).orElseGet(List::of), groups::contains);
  }

  /** Whether the ARN is that of one of the target groups. */
  private boolean known(String arn) {
    return targetGroups().values().stream()
        .flatMap(Optional::stream)
        .anyMatch(group -> group.path("TargetGroupArn").asText().equals(arn));
  }

  private List<JsonNode> rules(String arn) {
    return setUp
        .facts
        .find(Question.target("elasticloadbalancing:DescribeRules").with("ListenerArn", arn))
        .map(answer -> JsonLists.stream(answer.path("Rules")).toList())
        .orElse(List.of());
  }
}
