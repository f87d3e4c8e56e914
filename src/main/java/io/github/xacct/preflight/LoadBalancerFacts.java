package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of the load balancer the deployment group names, and what stands there. */
final class LoadBalancerFacts {
  private final SetUp setUp;

  LoadBalancerFacts(SetUp setUp) {
    this.setUp = setUp;
  }

  private JsonNode pair() {
    return setUp.needGroup().at("/loadBalancerInfo/targetGroupPairInfoList").path(0);
  }

  private List<String> names() {
    return JsonLists.stream(pair().path("targetGroups"))
        .map(group -> group.path("name").asText())
        .toList();
  }

  /** By their names; asked one by one: for a list AWS says only that one of them is missing. */
  Map<String, Optional<JsonNode>> targetGroups() {
    var names = names();
    names.forEach(name -> setUp.facts.ahead(ofName(name)));
    Map<String, Optional<JsonNode>> found = new LinkedHashMap<>();
    names.forEach(
        name ->
            found.put(
                name,
                setUp
                    .facts
                    .find(ofName(name))
                    .map(answer -> answer.path("TargetGroups").path(0))
                    .filter(JsonNode::isObject)));
    return found;
  }

  private static Question ofName(String name) {
    return Question.target("elasticloadbalancing:DescribeTargetGroups")
        .with("Names", List.of(name));
  }

  /** Both target groups; a {@link Skip} if one is missing. */
  List<JsonNode> both() {
    var found = targetGroups().values().stream().flatMap(Optional::stream).toList();
    if (found.size() < 2) {
      throw new Skip("there are not two target groups (load-balancer.target-groups)");
    }
    return found;
  }

  /**
   * The listener of one of the two routes, {@code prodTrafficRoute} or {@code testTrafficRoute}.
   */
  Optional<String> listenerArn(String route) {
    return JsonLists.texts(pair().path(route).path("listenerArns")).stream().findFirst();
  }

  Optional<JsonNode> listener(String arn) {
    return setUp
        .facts
        .find(
            Question.target("elasticloadbalancing:DescribeListeners")
                .with("ListenerArns", List.of(arn)))
        .map(answer -> answer.path("Listeners").path(0))
        .filter(JsonNode::isObject);
  }

  /** That of the production listener. */
  Optional<JsonNode> loadBalancer() {
    return listenerArn("prodTrafficRoute")
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

  /** Which requests of a listener are the service's. */
  ListenerRules rules(String arn, JsonNode listener) {
    var names = names();
    return new ListenerRules(
        listener,
        rules(arn),
        group ->
            names.stream().anyMatch(name -> group.contains(":targetgroup/" + name + "/"))
                || known(group));
  }

  /** Whether its ARN is that of a target group which is found by a name of the group's. */
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
