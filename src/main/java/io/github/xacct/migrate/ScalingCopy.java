package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies the auto scaling of the first service to the second: the scalable target, and the policies
 * and scheduled actions that can be created without other alarms. Performed once the traffic has
 * shifted, because an idle service would be scaled in. Source: Application Auto Scaling API
 * reference.
 */
final class ScalingCopy {
  private final Move move;
  private final String second;
  private final List<Step> steps = new ArrayList<>();
  private final List<Translated> lines = new ArrayList<>();

  ScalingCopy(Move move) {
    this.move = move;
    this.second = move.wanted().way().second(move.service());
    if (!target().isEmpty()) {
      register();
      MoveJson.stream(move.found().scaling().path("policies")).forEach(this::policy);
      MoveJson.stream(move.found().scaling().path("actions")).forEach(this::action);
    }
  }

  /** Returns the resource ID of a service's scalable target. */
  private static String resource(String cluster, String service) {
    return "service/" + cluster + "/" + service;
  }

  List<Step> steps() {
    return steps;
  }

  List<Translated> lines() {
    return lines;
  }

  private JsonNode target() {
    return move.found().scaling().path("target");
  }

  private MoveRequest request(String operation) {
    return MoveRequest.to(MoveRequest.SCALING, operation)
        .with("ServiceNamespace", "ecs")
        .with("ResourceId", resource(move.cluster(), second))
        .with("ScalableDimension", MoveRequest.DIMENSION);
  }

  private void register() {
    ObjectNode body = MoveJson.object();
    body.set("MinCapacity", target().path("MinCapacity"));
    body.set("MaxCapacity", target().path("MaxCapacity"));
    var register = request("RegisterScalableTarget");
    register = register.with("MinCapacity", body.get("MinCapacity"));
    register = register.with("MaxCapacity", body.get("MaxCapacity"));
    if (target().path("SuspendedState").toString().contains("true")) {
      register = register.with("SuspendedState", target().path("SuspendedState"));
    }
    String capacity = body.path("MinCapacity").asInt() + " to " + body.path("MaxCapacity").asInt();
    steps.add(
        step(
            "scaling",
            "Register the scalable target of service " + second + ": " + capacity + " tasks",
            register,
            "ScalableTargets",
            body));
    lines.add(Translated.of("auto scaling", capacity + " tasks", "the same for service " + second));
  }

  private void policy(JsonNode policy) {
    String name = policy.path("PolicyName").asText();
    String type = policy.path("PolicyType").asText();
    String subject = "scaling policy " + name;
    String configuration = type + "PolicyConfiguration";
    if (!type.equals("TargetTrackingScaling")) {
      String alarms = String.join(", ", MoveJson.texts(policy.path("Alarms"), "AlarmName"));
      lines.add(
          Translated.of(subject, type, "not copied")
              .losing(
                  alarms.isEmpty()
                      ? "create it for service "
                          + second
                          + ": aws application-autoscaling"
                          + " put-scaling-policy"
                      : "create it for service %s, and alarms like %s that name the new policy"
                          .formatted(second, alarms)));
      return;
    }
    JsonNode tracking = policy.path(configuration);
    JsonNode predefined = tracking.path("PredefinedMetricSpecification");
    if (predefined.hasNonNull("ResourceLabel")) {
      lines.add(
          Translated.of(subject, predefined.path("PredefinedMetricType").asText(), "not copied")
              .losing(
                  "its ResourceLabel names one target group, and the target group that serves"
                      + " changes with each deployment: scale by CPU or a metric of the load"
                      + " balancer"));
      return;
    }
    JsonNode renamed = ofSecond(tracking);
    steps.add(
        step(
            "scaling-policy-" + name,
            "Create scaling policy " + name + " of service " + second,
            request("PutScalingPolicy")
                .with("PolicyName", name)
                .with("PolicyType", type)
                .with(configuration, renamed),
            "ScalingPolicies",
            MoveJson.object().put("PolicyName", name).set(configuration, renamed)));
    lines.add(Translated.of(subject, type, "the same for service " + second));
  }

  /** Replaces the first service by the second in the dimensions of metrics. */
  private JsonNode ofSecond(JsonNode tracking) {
    JsonNode copy = tracking.deepCopy();
    for (JsonNode dimension : copy.path("CustomizedMetricSpecification").path("Dimensions")) {
      if (dimension.path("Name").asText().equals("ServiceName")
          && dimension.path("Value").asText().equals(move.service())) {
        ((ObjectNode) dimension).put("Value", second);
      }
    }
    return copy;
  }

  private void action(JsonNode action) {
    String name = action.path("ScheduledActionName").asText();
    String subject = "scheduled action " + name;
    String schedule = action.path("Schedule").asText();
    if (schedule.startsWith("at(")
        || action.hasNonNull("StartTime")
        || action.hasNonNull("EndTime")) {
      lines.add(
          Translated.of(subject, schedule, "not copied")
              .losing(
                  "it has a start, an end or a date: create it for service "
                      + second
                      + " if that has not passed"));
      return;
    }
    ObjectNode body = MoveJson.object().put("ScheduledActionName", name).put("Schedule", schedule);
    body.set("ScalableTargetAction", action.path("ScalableTargetAction"));
    var put = request("PutScheduledAction").with("ScheduledActionName", name);
    put = put.with("Schedule", schedule);
    put = put.with("ScalableTargetAction", action.path("ScalableTargetAction"));
    Optional<JsonNode> zone = MoveJson.there(action.path("Timezone"));
    put = zone.isPresent() ? put.with("Timezone", zone.get()) : put;
    steps.add(
        step(
            "scheduled-action-" + name,
            "Create scheduled action " + name + " of service " + second,
            put,
            "ScheduledActions",
            body));
    lines.add(Translated.of(subject, schedule, "the same for service " + second));
  }

  private Step step(String id, String title, MoveRequest request, String list, JsonNode body) {
    return Step.of(
            id,
            title,
            request,
            Checks.lists(MoveRequest.scaling(list, move.cluster(), second), list, body, title))
        .undoneBy(
            """
            aws application-autoscaling deregister-scalable-target --service-namespace \
            ecs --scalable-dimension %s --resource-id %s"""
                .formatted(MoveRequest.DIMENSION, resource(move.cluster(), second)));
  }
}
