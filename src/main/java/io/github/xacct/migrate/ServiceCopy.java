package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Builds the CreateService request of the second service: a copy of the first, except for what
 * depends on the engine and what the other controller does not support.
 */
final class ServiceCopy {
  /** Read from the running tasks' task set, because CodeDeploy's AppSpec may have changed them. */
  private static final List<String> OF_THE_TASKS =
      List.of(
          "networkConfiguration", "capacityProviderStrategy", "launchType", "serviceRegistries");

  private static final List<String> OF_THE_SERVICE =
      List.of(
          "enableECSManagedTags",
          "enableExecuteCommand",
          "healthCheckGracePeriodSeconds",
          "placementConstraints",
          "placementStrategy",
          "platformVersion");

  private static final String REBALANCING = "availabilityZoneRebalancing";

  private final Move move;
  private final boolean toCodeDeploy;

  ServiceCopy(Move move) {
    this.move = move;
    this.toCodeDeploy = move.wanted().way() == Way.BACK;
  }

  private String name() {
    return move.wanted().way().second(move.service());
  }

  /** Returns the request, with one target group. */
  MoveRequest create(String targetGroup) {
    ObjectNode balancer = MoveJson.object();
    balancer.put("targetGroupArn", targetGroup);
    balancer.put("containerName", move.found().balancer().path("containerName").asText());
    balancer.put("containerPort", move.found().balancer().path("containerPort").asInt());
    MoveRequest create =
        MoveRequest.to(MoveRequest.ECS, "CreateService")
            .with("cluster", move.cluster())
            .with("serviceName", name())
            .with("taskDefinition", move.found().taskDefinition())
            .with("desiredCount", MoveJson.object().numberNode(move.found().desired()))
            .with("loadBalancers", MoveJson.array().add(balancer))
            .with(
                "deploymentController",
                MoveJson.object().put("type", toCodeDeploy ? "CODE_DEPLOY" : "ECS"));
    for (String member : members()) {
      Optional<JsonNode> value = value(member);
      create = value.isPresent() ? create.with(member, value.get()) : create;
    }
    var tags = tags();
    return tags.isEmpty() ? create : create.with("tags", MoveJson.array().addAll(tags));
  }

  /** Returns the copied members that the first service has. */
  private List<String> members() {
    return Stream.of(
            OF_THE_TASKS.stream(),
            OF_THE_SERVICE.stream(),
            toCodeDeploy ? Stream.<String>of() : Stream.of(REBALANCING),
            Stream.of("propagateTags"))
        .flatMap(members -> members)
        .filter(member -> value(member).isPresent())
        .toList();
  }

  private Optional<JsonNode> value(String member) {
    boolean byProvider = move.member("capacityProviderStrategy").isPresent();
    boolean notFargate =
        !move.member("launchType").map(JsonNode::asText).equals(Optional.of("FARGATE"));
    if (member.equals("launchType") && byProvider
        || member.equals("platformVersion") && notFargate && !byProvider) {
      return Optional.empty();
    }
    var value =
        OF_THE_TASKS.contains(member)
            ? move.member(member)
            : MoveJson.there(move.found().service().path(member));
    return value.filter(v -> !(member.equals("propagateTags") && v.asText().equals("NONE")));
  }

  private List<JsonNode> tags() {
    return MoveJson.stream(move.found().service().path("tags"))
        .filter(tag -> !tag.path("key").asText().startsWith("aws:"))
        .toList();
  }

  /** Returns the lines of the plan: what is copied and what is not. */
  List<Translated> lines() {
    var lines = new ArrayList<Translated>();
    var copied = new ArrayList<>(members());
    if (!tags().isEmpty()) {
      copied.add("tags");
    }
    lines.add(
        Translated.of(
            "service " + name(),
            "service " + move.service(),
            "the same " + String.join(", ", copied)));
    if (toCodeDeploy && MoveJson.there(move.found().service().path(REBALANCING)).isPresent()) {
      lines.add(
          Translated.of(
                  REBALANCING, move.found().service().path(REBALANCING).asText(), "not copied")
              .losing("AWS does not document it for the controller CODE_DEPLOY"));
    }
    var attributes = TargetGroupCopy.attributes(move.found(), move.routing().live());
    if (!attributes.isEmpty()) {
      lines.add(
          Translated.of(
              "target group attributes",
              String.join(
                  ", ",
                  attributes.entrySet().stream()
                      .map(e -> e.getKey() + " " + e.getValue())
                      .toList()),
              "the same for both new target groups"));
    }
    return lines;
  }
}
