package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Ids;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The API of Application Auto Scaling, as far as registering, describing, suspending and tagging a
 * service's scalable target and its policies; nothing is scaled. Source: Application Auto Scaling
 * API reference.
 */
public final class AutoScaling implements Service {
  private static final String TARGET = "AWS::ApplicationAutoScaling::ScalableTarget";
  private static final String DIMENSION = "ecs:service:DesiredCount";
  private static final List<String> STATES =
      List.of(
          "DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended");

  private final ResourceStore store;
  private final RunningServices services;
  private final Set<ServiceKey> scaled;
  private final ComputeState state;
  private final ScalingPolicies policies;

  /**
   * Creates the service for the scalable targets of ECS services.
   *
   * @param plan its services with auto scaling have a scalable target without a stack
   */
  public AutoScaling(
      ResourceStore store, RunningServices services, ComputeState state, RehearsalPlan plan) {
    this.store = store;
    this.services = services;
    this.policies = new ScalingPolicies(services, state);
    this.scaled =
        plan.services().stream()
            .filter(RehearsedService::autoScaling)
            .map(ServiceKey::of)
            .collect(Collectors.toSet());
    this.state = state;
  }

  @Override
  public String signingName() {
    return "application-autoscaling";
  }

  @Override
  public synchronized ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "DescribeScalableTargets" -> describe(call);
      case "RegisterScalableTarget" -> register(call);
      case "ListTagsForResource" -> listTags(call);
      case "TagResource" -> tag(call);
      case "UntagResource" -> untag(call);
      case "PutScalingPolicy", "PutScheduledAction" -> {
        here(call).stream()
            .filter(s -> resourceId(s).equals(call.text("ResourceId")))
            .forEach(s -> state.saveScaling(s.key, saved(s)));
        yield policies.answer(call);
      }
      default -> policies.answer(call);
    };
  }

  private ObjectNode describe(Call call) {
    demandNamespace(call);
    List<String> ids = Json.textsOf(call.input().path("ResourceIds"));
    boolean dimension = List.of("", DIMENSION).contains(call.text("ScalableDimension"));
    ObjectNode answer = Json.object();
    var targets = answer.putArray("ScalableTargets");
    here(call).stream()
        .filter(s -> dimension && (ids.isEmpty() || ids.contains(resourceId(s))))
        .forEach(s -> targets.add(target(s)));
    return answer;
  }

  private ObjectNode target(RunningService service) {
    ObjectNode saved = saved(service);
    ObjectNode target = Json.object().put("ServiceNamespace", "ecs");
    target.put("ResourceId", resourceId(service)).put("ScalableDimension", DIMENSION);
    target.put("MinCapacity", saved.path("MinCapacity").asInt());
    target.put("MaxCapacity", saved.path("MaxCapacity").asInt());
    target.put(
        "RoleARN",
        "arn:%s:iam::%s:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/%s"
            .formatted(
                service.place.region().partition(),
                service.place.account(),
                "AWSServiceRoleForApplicationAutoScaling_ECSService"));
    target.put("CreationTime", Json.time(service.createdAt));
    target.set("SuspendedState", saved.path("SuspendedState").deepCopy());
    return target.put("ScalableTargetARN", arn(service));
  }

  /** Registers or updates a scalable target; omitted members are not changed. */
  private ObjectNode register(Call call) {
    demandNamespace(call);
    RunningService service =
        services.in(call.place()).stream()
            .filter(s -> resourceId(s).equals(call.text("ResourceId")))
            .filter(s -> call.text("ScalableDimension").equals(DIMENSION))
            .findFirst()
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "ValidationException",
                        "ECS service doesn't exist: " + call.text("ResourceId")));
    if (!here(call).contains(service)
        && !(call.input().has("MinCapacity") && call.input().has("MaxCapacity"))) {
      throw AwsError.badRequest(
          "ValidationException",
          "A new scalable target needs MinCapacity and MaxCapacity: " + call.text("ResourceId"));
    }
    ObjectNode saved = saved(service);
    for (String capacity : List.of("MinCapacity", "MaxCapacity")) {
      if (call.input().has(capacity)) {
        saved.put(capacity, call.input().path(capacity).asInt());
      }
    }
    JsonNode wanted = call.input().path("SuspendedState");
    STATES.stream()
        .filter(wanted::has)
        .forEach(s -> saved.withObject("/SuspendedState").put(s, wanted.path(s).asBoolean()));
    state.saveScaling(service.key, saved);
    return Json.object().put("ScalableTargetARN", arn(service));
  }

  private ObjectNode listTags(Call call) {
    ObjectNode answer = Json.object();
    answer.set("Tags", saved(tagged(call)).withObject("/Tags"));
    return answer;
  }

  private ObjectNode tag(Call call) {
    RunningService service = tagged(call);
    ObjectNode saved = saved(service);
    saved.withObject("/Tags").setAll((ObjectNode) call.input().path("Tags"));
    state.saveScaling(service.key, saved);
    return Json.object();
  }

  private ObjectNode untag(Call call) {
    RunningService service = tagged(call);
    ObjectNode saved = saved(service);
    saved.withObject("/Tags").remove(Json.textsOf(call.input().path("TagKeys")));
    state.saveScaling(service.key, saved);
    return Json.object();
  }

  private RunningService tagged(Call call) {
    String arn = call.text("ResourceARN");
    return here(call).stream()
        .filter(s -> arn(s).equals(arn))
        .findFirst()
        .orElseThrow(
            () ->
                AwsError.badRequest(
                    "ResourceNotFoundException", "No scalable target found for ARN: " + arn));
  }

  private static void demandNamespace(Call call) {
    if (!call.text("ServiceNamespace").equals("ecs")) {
      throw new UnsupportedOperationException(
          "of the namespace '" + call.text("ServiceNamespace") + "'");
    }
  }

  private List<RunningService> here(Call call) {
    return services.in(call.place()).stream()
        .filter(
            s ->
                ofAStack(s).isPresent()
                    || scaled.contains(s.key) && !isOfAStack(s)
                    || state.scaling(s.key).isPresent())
        .toList();
  }

  /**
   * Returns whether the service belongs to a stack, which then has its scalable target too, or it
   * has none.
   */
  private boolean isOfAStack(RunningService service) {
    return service
        .properties()
        .filter(live -> !live.path(ResourceStore.OF_A_STACK).asText().isEmpty())
        .isPresent();
  }

  /** Returns the scalable target that a stack created, or empty. */
  private Optional<ObjectNode> ofAStack(RunningService service) {
    return store.all(service.place, TARGET).values().stream()
        .filter(target -> target.path("ResourceId").asText().equals(resourceId(service)))
        .filter(target -> target.path("ScalableDimension").asText().equals(DIMENSION))
        .findFirst();
  }

  private ObjectNode saved(RunningService service) {
    return state
        .scaling(service.key)
        .orElseGet(
            () -> {
              int count = service.desiredCount();
              ObjectNode made = ofAStack(service).orElseGet(Json::object);
              ObjectNode fresh = Json.object();
              fresh.put("MinCapacity", made.path("MinCapacity").asInt(count));
              fresh.put("MaxCapacity", made.path("MaxCapacity").asInt(2 * count));
              ObjectNode suspended = fresh.putObject("SuspendedState");
              STATES.forEach(s -> suspended.put(s, false));
              return fresh;
            });
  }

  private static String resourceId(RunningService service) {
    return "service/" + service.key.id();
  }

  private static String arn(RunningService service) {
    return service.place.arn(
        "application-autoscaling",
        "scalable-target/" + Ids.unique("", resourceId(service)).toLowerCase(Locale.ROOT));
  }
}
