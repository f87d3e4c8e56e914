package io.github.xacct.rehearsal.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.function.Consumer;

/** The changes that {@link EcsSetUpEdits} can make to the resources of one service. */
public final class FaultyEcsService {
  static final String FUNCTION = "xacct-rehearsed-hook";

  private final RehearsalPlan plan;
  private final RehearsedService service;
  private final ResourceStore store;
  private final AccountRegion place;

  public FaultyEcsService(RehearsalPlan plan, RehearsedService service, ResourceStore store) {
    this.plan = plan;
    this.service = service;
    this.store = store;
    this.place = AccountRegion.of(service);
  }

  private FaultyRoles roles() {
    return new FaultyRoles(plan, store, deployRole());
  }

  String deployRole() {
    return service.role().map(RoleArn::toString).orElse("");
  }

  String infrastructureRole() {
    return advanced().path("RoleArn").asText();
  }

  String hookRole() {
    return PlannedEcsDeployment.hookRole(service).toString();
  }

  String executionRole() {
    return PlannedIdentities.executionRole(service).toString();
  }

  void removeRole(String arn) {
    roles().remove(arn);
  }

  void trust(String role, String principal) {
    roles().trustService(role, principal);
  }

  void forbid(String role, String action) {
    roles().forbid(role, action);
  }

  /** Restricts the hook role to invoking another function. */
  void invokesAnother() {
    roles()
        .statement(
            hookRole(),
            "lambda:InvokeFunction",
            s -> s.put("Resource", place.arn("lambda", "function:another")));
  }

  void remove(String type, String id) {
    store.remove(place, type, id);
  }

  void service(Consumer<ObjectNode> change) {
    store.edit(place, ResourceTypeNames.SERVICE, ServiceKey.of(service).id(), change);
  }

  void configuration(Consumer<ObjectNode> change) {
    service(p -> change.accept(p.withObject("/DeploymentConfiguration")));
  }

  void balancer(Consumer<ObjectNode> change) {
    service(p -> change.accept((ObjectNode) p.at("/LoadBalancers/0")));
  }

  void advanced(Consumer<ObjectNode> change) {
    balancer(b -> change.accept(b.withObject("/AdvancedConfiguration")));
  }

  private JsonNode balancer() {
    return store
        .find(place, ResourceTypeNames.SERVICE, ServiceKey.of(service).id())
        .map(p -> p.at("/LoadBalancers/0"))
        .orElseGet(Json::object);
  }

  private JsonNode advanced() {
    return balancer().path("AdvancedConfiguration");
  }

  String blue() {
    return balancer().path("TargetGroupArn").asText();
  }

  String green() {
    return advanced().path("AlternateTargetGroupArn").asText();
  }

  /** Returns the ARN of a target group that does not exist. */
  String another() {
    return blue().replaceFirst("targetgroup/[^/]+", "targetgroup/another");
  }

  /** Returns the ARN of a listener rule that does not exist. */
  String noRule() {
    return advanced().path("ProductionListenerRule").asText().replaceFirst("[^/]+$", "gone");
  }

  void alternate(Consumer<ObjectNode> change) {
    store.edit(place, ResourceTypeNames.TARGET_GROUP, green(), change);
  }

  /**
   * Makes the production rule forward to target groups; the arguments alternate between group and
   * weight.
   */
  void forward(Object... groupsAndWeights) {
    rule("ProductionListenerRule", forwarding(groupsAndWeights));
  }

  void forwardTest(Object... groupsAndWeights) {
    rule("TestListenerRule", forwarding(groupsAndWeights));
  }

  private static ArrayNode forwarding(Object... groupsAndWeights) {
    ArrayNode actions = Json.array();
    ArrayNode groups =
        actions
            .addObject()
            .put("Type", "forward")
            .putObject("ForwardConfig")
            .putArray("TargetGroups");
    for (int i = 0; i < groupsAndWeights.length; i += 2) {
      groups
          .addObject()
          .put("TargetGroupArn", (String) groupsAndWeights[i])
          .put("Weight", (Integer) groupsAndWeights[i + 1]);
    }
    return actions;
  }

  void answerByItself() {
    ArrayNode actions = Json.array();
    actions
        .addObject()
        .put("Type", "fixed-response")
        .putObject("FixedResponseConfig")
        .put("StatusCode", "503");
    rule("ProductionListenerRule", actions);
  }

  /** Replaces the actions of a rule; for a default rule, those of its listener. */
  private void rule(String which, ArrayNode actions) {
    String arn = advanced().path(which).asText();
    store.edit(
        place,
        ResourceTypeNames.LISTENER,
        TrafficRoute.listener(arn),
        p -> {
          if (!store.has(place, ResourceTypeNames.LISTENER_RULE, arn)) {
            p.set("DefaultActions", actions);
          }
        });
    store.edit(place, ResourceTypeNames.LISTENER_RULE, arn, p -> p.set("Actions", actions));
  }

  /** Adds a lifecycle hook with a function. */
  void hook() {
    store.put(
        place,
        ResourceTypeNames.FUNCTION,
        FUNCTION,
        Json.object().put("FunctionName", FUNCTION).put("Runtime", "python3.12"));
    configuration(
        c -> {
          ObjectNode hook = c.withArray("/LifecycleHooks").addObject();
          hook.put("TargetType", "AWS_LAMBDA");
          hook.put("HookTargetArn", place.arn("lambda", "function:" + FUNCTION));
          hook.put("RoleArn", hookRole()).putArray("LifecycleStages").add("POST_SCALE_UP");
          hook.putObject("TimeoutConfiguration")
              .put("TimeoutInMinutes", 2)
              .put("Action", "ROLLBACK");
        });
  }

  void hookAnswers(String member, String value) {
    hook();
    store.edit(
        place,
        ResourceTypeNames.FUNCTION,
        FUNCTION,
        p -> p.putArray("@Answers").addObject().put(member, value));
  }

  void pause(String stage, int minutes) {
    configuration(
        c -> {
          ObjectNode hook = c.withArray("/LifecycleHooks").addObject().put("TargetType", "PAUSE");
          hook.putArray("LifecycleStages").add(stage);
          hook.putObject("TimeoutConfiguration")
              .put("TimeoutInMinutes", minutes)
              .put("Action", "ROLLBACK");
        });
  }

  void ring() {
    store
        .find(place, ResourceTypeNames.SERVICE, ServiceKey.of(service).id())
        .map(p -> Json.textsOf(p.at("/DeploymentConfiguration/Alarms/AlarmNames")))
        .ifPresent(
            names ->
                names.forEach(
                    name ->
                        store.edit(
                            place,
                            ResourceTypeNames.ALARM,
                            name,
                            p -> p.put("@StateValue", "ALARM"))));
  }
}
