package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Ids;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The operations on scaling policies and scheduled actions of services, which are stored; nothing
 * is scaled. Source: Application Auto Scaling API reference.
 */
final class ScalingPolicies {
  /** The two kinds of resources. */
  private enum Kind {
    POLICY("ScalingPolicies", "PolicyName", "PolicyARN", "scalingPolicy"),
    ACTION("ScheduledActions", "ScheduledActionName", "ScheduledActionARN", "scheduledAction");

    private final String list;
    private final String name;
    private final String arn;
    private final String resource;

    Kind(String list, String name, String arn, String resource) {
      this.list = list;
      this.name = name;
      this.arn = arn;
      this.resource = resource;
    }
  }

  private final RunningServices services;
  private final ComputeState state;

  ScalingPolicies(RunningServices services, ComputeState state) {
    this.services = services;
    this.state = state;
  }

  ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "DescribeScalingPolicies" -> describe(call, Kind.POLICY);
      case "DescribeScheduledActions" -> describe(call, Kind.ACTION);
      case "PutScalingPolicy" -> put(call, Kind.POLICY).set("Alarms", Json.array());
      case "PutScheduledAction" -> {
        put(call, Kind.ACTION);
        yield Json.object();
      }
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  private Optional<RunningService> service(Call call) {
    return services.in(call.place()).stream()
        .filter(s -> ("service/" + s.key.id()).equals(call.text("ResourceId")))
        .findFirst();
  }

  private ObjectNode describe(Call call, Kind kind) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray(kind.list);
    service(call)
        .flatMap(s -> state.scaling(s.key))
        .ifPresent(saved -> saved.path(kind.list).forEach(list::add));
    return answer;
  }

  /** Creates or replaces one; members that the request omits are removed. */
  private ObjectNode put(Call call, Kind kind) {
    RunningService service =
        service(call)
            .filter(s -> state.scaling(s.key).isPresent())
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "ObjectNotFoundException",
                        "No scalable target registered for service namespace: ecs, resource ID: "
                            + call.text("ResourceId")
                            + ", scalable dimension: ecs:service:DesiredCount"));
    ObjectNode saved = state.scaling(service.key).orElseThrow();
    ArrayNode others = Json.array();
    saved
        .path(kind.list)
        .forEach(
            one -> {
              if (!one.path(kind.name).asText().equals(call.text(kind.name))) {
                others.add(one);
              }
            });
    String arn =
        service.place.arn(
            "autoscaling",
            "%s:%s:resource/ecs/%s:%s%s"
                .formatted(
                    kind.resource,
                    Ids.unique("", call.text("ResourceId")).toLowerCase(Locale.ROOT),
                    call.text("ResourceId"),
                    kind == Kind.POLICY ? "policyName/" : "scheduledActionName/",
                    call.text(kind.name)));
    ObjectNode one = call.input().deepCopy();
    one.put(kind.arn, arn).put("CreationTime", Json.time(Instant.now()));
    others.add(one);
    saved.set(kind.list, others);
    state.saveScaling(service.key, saved);
    return Json.object().put(kind.arn, arn);
  }
}
