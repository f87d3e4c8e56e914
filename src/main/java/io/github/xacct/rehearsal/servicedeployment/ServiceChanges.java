package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.EcsNames;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.ServiceCheck;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
import io.github.xacct.rehearsal.elb.ForwardActions;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * CreateService and UpdateService for the ECS deployment controller. Source: ECS API reference; ECS
 * developer guide, "Update service parameters".
 */
final class ServiceChanges {
  /** Members that change without a deployment. */
  private static final Set<String> WITHOUT_DEPLOYMENT =
      Set.of(
          "cluster",
          "service",
          "desiredCount",
          "deploymentConfiguration",
          "healthCheckGracePeriodSeconds",
          "enableExecuteCommand",
          "enableECSManagedTags",
          "propagateTags");

  /** Members whose change starts a deployment. */
  private static final Set<String> BY_DEPLOYMENT =
      Set.of(
          "taskDefinition",
          "networkConfiguration",
          "loadBalancers",
          "forceNewDeployment",
          "platformVersion",
          "deploymentController");

  private static final List<String> KEPT =
      List.of(
          "deploymentConfiguration",
          "healthCheckGracePeriodSeconds",
          "enableExecuteCommand",
          "networkConfiguration",
          "loadBalancers",
          "platformVersion",
          "deploymentController");

  private final ServiceDeployments deployments;
  private final ServiceDeploymentWorld world;
  private final ResourceStore store;
  private final EcsNames named;

  ServiceChanges(ServiceDeployments deployments, EcsNames named) {
    this.deployments = deployments;
    this.world = deployments.world();
    this.store = world.store();
    this.named = named;
  }

  /** Creates a service and starts its first deployment, which has nothing to roll back to. */
  RunningService create(Call call) {
    ObjectNode input = call.input();
    String cluster = EcsNames.cluster(call);
    if (!named.hasCluster(call, cluster)) {
      throw AwsError.badRequest("ClusterNotFoundException", "Cluster not found.");
    }
    String controller = input.at("/deploymentController/type").asText("ECS");
    boolean moves =
        new ServiceSettings(input.withObject("/deploymentConfiguration")).shiftsTraffic();
    if (controller.equals("EXTERNAL") || controller.equals("CODE_DEPLOY") && moves) {
      throw new UnsupportedOperationException(
          "CreateService with the deployment controller " + controller + " and these strategies");
    }
    var key = new ServiceKey(call.place(), cluster, call.text("serviceName"));
    if (store.has(key.place(), ResourceTypeNames.SERVICE, key.id())) {
      throw ServiceRules.invalid("Creation of service was not idempotent.");
    }
    ObjectNode asked = input.deepCopy();
    check(call.place(), asked);
    asked.path("loadBalancers").forEach(b -> attached(call.place(), b));
    TaskDefinitionRevision definition = definition(call.place(), asked);
    ObjectNode properties = (ObjectNode) MemberCase.ofTemplate(asked.retain(ofCreate()));
    properties.put("ServiceName", key.name()).put("Cluster", cluster);
    if (moves) {
      properties.put("@ByCall", true); // its first deployment starts its tasks
    }
    properties.put("TaskDefinition", definition.arn());
    properties.put("DesiredCount", input.path("desiredCount").asInt(1));
    store.put(key.place(), ResourceTypeNames.SERVICE, key.id(), properties);
    world.onServiceCreated().run();
    RunningService service = world.services().of(key);
    if (moves) {
      deployments.create(service, definition);
    }
    return service;
  }

  /** Refuses a target group that no listener forwards to. */
  private void attached(AccountRegion place, JsonNode balancer) {
    String group = balancer.path("targetGroupArn").asText();
    boolean named =
        java.util.stream.Stream.concat(
                store.all(place, ResourceTypeNames.LISTENER).values().stream()
                    .map(listener -> listener.path("DefaultActions")),
                store.all(place, ResourceTypeNames.LISTENER_RULE).values().stream()
                    .map(rule -> rule.path("Actions")))
            .flatMap(JsonNode::valueStream)
            .anyMatch(action -> ForwardActions.percents(action).containsKey(group));
    if (!named) {
      throw ServiceRules.invalid(
          "The target group with targetGroupArn "
              + group
              + " does not have an associated load balancer.");
    }
  }

  private static List<String> ofCreate() {
    List<String> members = new java.util.ArrayList<>(KEPT);
    members.addAll(
        List.of(
            "availabilityZoneRebalancing",
            "capacityProviderStrategy",
            "enableECSManagedTags",
            "launchType",
            "placementConstraints",
            "placementStrategy",
            "propagateTags",
            "serviceRegistries",
            "tags"));
    return members;
  }

  void update(RunningService service, Call call) {
    ObjectNode input = call.input();
    demandSimulated(service, input);
    String controller = service.property("DeploymentController").path("Type").asText("ECS");
    if (controller.equals("EXTERNAL")) {
      throw ServiceRules.invalid(
          "Unable to update task definition on services with an EXTERNAL deployment controller."
              + Halted.OWN_WORDS);
    }
    String status = service.property("@Status").asText("ACTIVE");
    if (!status.equals("ACTIVE")) {
      throw AwsError.badRequest("ServiceNotActiveException", "Service was not ACTIVE.");
    }
    ObjectNode now = MemberCase.ofApi(service.properties().orElseThrow(EcsNames::noService));
    boolean already = TrafficRoute.of(service).isPresent() && !service.ofCodeDeploy();
    ObjectNode wanted = now.deepCopy();
    KEPT.stream().filter(input::hasNonNull).forEach(m -> wanted.set(m, input.path(m)));
    wanted.put("taskDefinition", input.path("taskDefinition").asText(current(service)));
    if (input.hasNonNull("loadBalancers") || input.hasNonNull("deploymentConfiguration")) {
      check(service.place, wanted);
    }
    boolean moves =
        new ServiceSettings(wanted.withObject("/deploymentConfiguration")).shiftsTraffic();
    Optional<TaskDefinitionRevision> definition =
        input.path("taskDefinition").isTextual()
                || already && triggers(input, now) && (moves || !keepsTargetGroup(service, input))
            ? Optional.of(definition(service.place, wanted))
            : Optional.empty();
    boolean rolls =
        definition.isPresent()
            || triggers(input, now) && !onlyRoutes(input, now) && !keepsTargetGroup(service, input);
    if (!moves && rolls) {
      throw new UnsupportedOperationException("UpdateService that starts a rolling deployment");
    }
    ObjectNode kept = (ObjectNode) MemberCase.ofTemplate(input.deepCopy().retain(KEPT));
    store.edit(service.place, ResourceTypeNames.SERVICE, service.key.id(), p -> p.setAll(kept));
    if (moves && deployments.serving(service).isEmpty()) {
      service.primary().ifPresent(set -> deployments.begin(service, set));
    }
    definition
        .filter(d -> triggers(input, now) || !d.arn().equals(current(service)))
        .ifPresent(d -> deployments.create(service, d));
  }

  /** Returns the task definition that the service runs or deploys. */
  private String current(RunningService service) {
    synchronized (service) {
      return deployments
          .active(service)
          .filter(d -> d.status.forward())
          .map(d -> d.target.taskDefinition.arn())
          .or(() -> service.primary().map(set -> set.taskDefinition.arn()))
          .orElse("");
    }
  }

  private static boolean triggers(ObjectNode input, ObjectNode now) {
    return input.path("forceNewDeployment").asBoolean()
        || List.of("networkConfiguration", "loadBalancers", "platformVersion").stream()
            .anyMatch(m -> input.hasNonNull(m) && !input.path(m).equals(now.path(m)));
  }

  /** Returns whether only {@code advancedConfiguration} changes. */
  private static boolean onlyRoutes(ObjectNode input, ObjectNode now) {
    ObjectNode plain = input.deepCopy();
    plain.path("loadBalancers").forEach(b -> ((ObjectNode) b).remove("advancedConfiguration"));
    return input.hasNonNull("loadBalancers") && !triggers(plain, now);
  }

  /**
   * Returns whether a change to rolling updates keeps the serving target group, which starts no
   * tasks.
   */
  private static boolean keepsTargetGroup(RunningService service, ObjectNode input) {
    JsonNode balancers = input.path("loadBalancers");
    boolean otherwise =
        input.path("forceNewDeployment").asBoolean()
            || input.hasNonNull("networkConfiguration")
            || input.hasNonNull("platformVersion");
    return !otherwise
        && balancers.size() == 1
        && !balancers.path(0).hasNonNull("advancedConfiguration")
        && service
            .primary()
            .filter(set -> set.targetGroup.arn.equals(balancers.at("/0/targetGroupArn").asText()))
            .isPresent();
  }

  private static void demandSimulated(RunningService service, ObjectNode input) {
    for (var member : input.properties()) {
      boolean nothing =
          member.getValue().isNull()
              || member.getValue().isEmpty() && member.getValue().isContainerNode();
      if (!nothing
          && !WITHOUT_DEPLOYMENT.contains(member.getKey())
          && !BY_DEPLOYMENT.contains(member.getKey())) {
        throw new UnsupportedOperationException("UpdateService with " + member.getKey());
      }
    }
    String controller = input.at("/deploymentController/type").asText("ECS");
    if (controller.equals("CODE_DEPLOY")) {
      throw ServiceRules.invalid(
          "Unable to update the deployment controller of a service from ECS to CODE_DEPLOY."
              + Halted.OWN_WORDS);
    }
    if (!controller.equals("ECS")) {
      throw new UnsupportedOperationException(
          "UpdateService from the deployment controller ECS to " + controller);
    }
    if (service.ofCodeDeploy() && service.taskSets.size() > 1) {
      throw new UnsupportedOperationException(
          "UpdateService to the deployment controller ECS while CodeDeploy deploys, which AWS"
              + " does not document");
    }
  }

  void check(AccountRegion place, ObjectNode wanted) {
    new ServiceRules(wanted, (rule, groups) -> names(place, rule, groups)).check();
  }

  private boolean names(AccountRegion place, String rule, List<String> groups) {
    boolean byDefault = LoadBalancing.isDefaultRule(rule);
    return store
        .find(
            place,
            byDefault ? ResourceTypeNames.LISTENER : ResourceTypeNames.LISTENER_RULE,
            byDefault ? TrafficRoute.listener(rule) : rule)
        .map(p -> p.path(byDefault ? "DefaultActions" : "Actions"))
        .filter(
            actions ->
                ForwardActions.percents(actions.path(Math.max(0, actions.size() - 1)))
                    .keySet()
                    .containsAll(groups))
        .isPresent();
  }

  TaskDefinitionRevision definition(AccountRegion place, ObjectNode wanted) {
    TaskDefinitionRevision found =
        world
            .taskDefinitions()
            .find(place, wanted.path("taskDefinition").asText())
            .orElseThrow(() -> AwsError.badRequest("ClientException", "TaskDefinition not found."));
    if (!found.active()) {
      throw AwsError.badRequest("ClientException", "TaskDefinition is inactive");
    }
    new ServiceCheck(store, place).demand(found, wanted);
    return found;
  }
}
