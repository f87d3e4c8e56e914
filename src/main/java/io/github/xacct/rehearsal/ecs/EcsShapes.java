package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.Task.Phase;
import io.github.xacct.rehearsal.elb.Target;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.time.Instant;
import java.util.Optional;

/**
 * The shapes of services, task sets and tasks in ECS's responses. Source: ECS API reference,
 * Service, TaskSet, Task and Container. The caller holds the service's monitor.
 */
final class EcsShapes {
  private EcsShapes() {}

  /**
   * Returns a service for DescribeServices. With the CODE_DEPLOY controller it has task sets and no
   * {@code deployments}; with the ECS controller it has {@code deployments} and no task sets.
   */
  static ObjectNode service(RunningService service) {
    ObjectNode properties = service.properties().orElseThrow(EcsNames::noService);
    ObjectNode node = Json.object();
    node.put("serviceArn", service.arn());
    node.put("serviceName", service.name());
    node.put("clusterArn", service.clusterArn());
    Optional<TaskSet> primary = service.primary();
    node.set("loadBalancers", loadBalancers(properties, primary));
    node.set("serviceRegistries", list(properties, "ServiceRegistries"));
    node.put("status", properties.path("@Status").asText("ACTIVE"));
    node.put("desiredCount", service.desiredCount());
    node.put("runningCount", count(service, Phase.RUNNING));
    node.put("pendingCount", count(service, Phase.PENDING));
    LaunchType.show(service, node, properties.path("PlatformVersion").asText("LATEST"));
    capacityProviders(properties, node);
    Json.putText(
        node,
        "taskDefinition",
        primary
            .map(p -> p.taskDefinition.arn())
            .or(() -> Optional.ofNullable(properties.path("TaskDefinition").textValue())));
    node.putObject("deploymentConfiguration")
        .put("maximumPercent", 200)
        .put("minimumHealthyPercent", 100);
    boolean ofCodeDeploy = service.ofCodeDeploy();
    if (ofCodeDeploy) {
      node.set(
          "taskSets",
          Json.objects(service.taskSets.stream().map(s -> taskSet(service, s)).toList()));
    } else {
      ArrayNode deployments = node.putArray("deployments");
      primary.ifPresent(p -> deployments.add(rolling(service, p)));
    }
    node.set("events", Json.objects(service.events()));
    node.put("createdAt", Json.time(service.createdAt));
    node.set("placementConstraints", list(properties, "PlacementConstraints"));
    node.set("placementStrategy", list(properties, "PlacementStrategy"));
    Json.putText(
        node,
        "availabilityZoneRebalancing",
        Optional.ofNullable(properties.path("AvailabilityZoneRebalancing").textValue()));
    node.set("networkConfiguration", network(service));
    node.put(
        "healthCheckGracePeriodSeconds", properties.path("HealthCheckGracePeriodSeconds").asInt(0));
    node.put("schedulingStrategy", "REPLICA");
    node.putObject("deploymentController")
        .put("type", service.property("DeploymentController").path("Type").asText("ECS"));
    node.put("enableECSManagedTags", properties.path("EnableECSManagedTags").asBoolean());
    node.put("propagateTags", properties.path("PropagateTags").asText("NONE"));
    node.put("enableExecuteCommand", properties.path("EnableExecuteCommand").asBoolean());
    return node;
  }

  private static ArrayNode list(ObjectNode properties, String member) {
    JsonNode list = properties.path(member);
    return Json.list(list.valueStream().toList(), MemberCase::ofApi);
  }

  /** Adds the capacity provider strategy, which excludes the launch type. */
  private static void capacityProviders(ObjectNode properties, ObjectNode node) {
    ArrayNode strategy = list(properties, "CapacityProviderStrategy");
    if (!strategy.isEmpty()) {
      node.set("capacityProviderStrategy", strategy);
      node.remove("launchType");
    }
  }

  private static ObjectNode rolling(RunningService service, TaskSet primary) {
    ObjectNode node = Json.object().put("id", primary.id).put("status", "PRIMARY");
    node.put("taskDefinition", primary.taskDefinition.arn());
    node.put("desiredCount", primary.desired);
    node.put("pendingCount", primary.count(Phase.PENDING));
    node.put("runningCount", primary.count(Phase.RUNNING));
    node.put("createdAt", Json.time(primary.createdAt));
    node.put("updatedAt", Json.time(primary.createdAt));
    LaunchType.show(service, node);
    node.set("networkConfiguration", network(service));
    return node.put("rolloutState", primary.steady ? "COMPLETED" : "IN_PROGRESS");
  }

  private static long count(RunningService service, Phase phase) {
    return service.taskSets.stream().mapToLong(s -> s.count(phase)).sum();
  }

  static ObjectNode taskSet(RunningService service, TaskSet set) {
    ObjectNode node = Json.object();
    node.put("id", set.id);
    node.put("taskSetArn", service.taskSetArn(set));
    node.put("serviceArn", service.arn());
    node.put("clusterArn", service.clusterArn());
    node.put("startedBy", "CODE_DEPLOY");
    Json.putText(node, "externalId", set.deploymentId);
    node.put("status", set.status.name());
    node.put("taskDefinition", set.taskDefinition.arn());
    node.put("computedDesiredCount", set.desired);
    node.put("pendingCount", set.count(Phase.PENDING));
    node.put("runningCount", set.count(Phase.RUNNING));
    node.put("createdAt", Json.time(set.createdAt));
    node.put("updatedAt", Json.time(set.createdAt));
    LaunchType.show(service, node);
    node.set("networkConfiguration", network(service));
    node.setAll(set.overrides.deepCopy());
    if (node.has("capacityProviderStrategy")) {
      node.remove("launchType"); // capacity provider strategy and launch type exclude each other
    }
    node.set("loadBalancers", loadBalancers(set));
    node.putArray("serviceRegistries");
    boolean draining = set.status == TaskSet.Status.DRAINING;
    node.putObject("scale").put("value", draining ? 0.0 : 100.0).put("unit", "PERCENT");
    node.put("stabilityStatus", set.steady && set.isSteady() ? "STEADY_STATE" : "STABILIZING");
    node.put(
        "stabilityStatusAt",
        Json.time(set.steadyAt.equals(Instant.EPOCH) ? set.createdAt : set.steadyAt));
    node.putArray("tags");
    return node;
  }

  /**
   * Returns the load balancers; the first has the primary's target group. CodeDeploy supports only
   * one.
   */
  private static ArrayNode loadBalancers(ObjectNode properties, Optional<TaskSet> primary) {
    ArrayNode all = MemberCase.ofApi(properties).withArray("/loadBalancers");
    primary.ifPresent(
        set -> {
          if (!all.isEmpty()) {
            all.remove(0);
          }
          all.insert(0, loadBalancers(set).path(0));
        });
    return all;
  }

  private static ArrayNode loadBalancers(TaskSet set) {
    ArrayNode list = Json.array();
    list.addObject()
        .put("targetGroupArn", set.targetGroup.arn)
        .put("containerName", set.containerName)
        .put("containerPort", set.containerPort);
    return list;
  }

  /** Returns the network configuration with the API's member names. */
  private static ObjectNode network(RunningService service) {
    return MemberCase.ofApi(
        service.property("NetworkConfiguration").isObject()
            ? service.property("NetworkConfiguration")
            : Json.object());
  }

  static ObjectNode task(RunningService service, Task task) {
    TaskDefinitionRevision definition = task.taskSet.taskDefinition;
    ObjectNode node = Json.object();
    node.put("taskArn", service.taskArn(task));
    node.put("clusterArn", service.clusterArn());
    node.put("taskDefinitionArn", definition.arn());
    node.put("group", task.oneOff.map(Task.OneOff::group).orElse("service:" + service.name()));
    if (!task.startedBy().isEmpty()) {
      node.put("startedBy", task.startedBy());
    }
    node.put("lastStatus", task.phase.name());
    node.put("desiredStatus", task.alive() ? "RUNNING" : "STOPPED");
    LaunchType.show(service, node);
    node.put("cpu", definition.node().path("cpu").asText("256"));
    node.put("memory", definition.node().path("memory").asText("512"));
    node.put("availabilityZone", service.place.region() + "a");
    node.put("connectivity", "CONNECTED");
    node.put("healthStatus", task.health().name());
    node.put("version", 1);
    node.put("createdAt", Json.time(task.createdAt));
    Json.putTime(node, "startedAt", task.startedAt);
    Json.putTime(node, "stoppingAt", task.stoppingAt);
    Json.putTime(node, "executionStoppedAt", task.stoppedAt);
    Json.putTime(node, "stoppedAt", task.stoppedAt);
    Json.putText(node, "stopCode", task.stopCode);
    Json.putText(node, "stoppedReason", task.stoppedReason);
    node.set("containers", containers(service, task));
    node.putArray("attachments");
    node.putArray("attributes");
    node.set(
        "tags",
        task.oneOff.map(Task.OneOff::tags).filter(JsonNode::isArray).orElseGet(Json::array));
    JsonNode overrides =
        task.oneOff.map(Task.OneOff::overrides).filter(JsonNode::isObject).orElseGet(Json::object);
    node.set("overrides", overrides.deepCopy());
    node.withObject("/overrides").withArray("/containerOverrides");
    return node;
  }

  private static ArrayNode containers(RunningService service, Task task) {
    ArrayNode list = Json.array();
    for (JsonNode definition : task.taskSet.taskDefinition.containers()) {
      ObjectNode node = list.addObject();
      String name = definition.path("name").asText();
      node.put("containerArn", service.taskArn(task).replace(":task/", ":container/") + "/" + name);
      node.put("taskArn", service.taskArn(task));
      node.put("name", name);
      node.put("image", definition.path("image").asText());
      node.put("cpu", definition.path("cpu").asText("0"));
      boolean main = name.equals(task.taskSet.running());
      node.put("healthStatus", main ? task.health().name() : "UNKNOWN");
      if (main) {
        main(node, task);
      } else {
        sidecar(node, task, name);
      }
    }
    return list;
  }

  private static void sidecar(ObjectNode node, Task task, String name) {
    Optional<Optional<Integer>> runs =
        task.workload.flatMap(workload -> Optional.ofNullable(workload.sidecars().get(name)));
    if (runs.isEmpty()) {
      node.put("lastStatus", "PENDING");
      node.put(
          "reason",
          "A rehearsal runs a sidecar that runs Java and whose image is in its registry.");
      return;
    }
    node.put("lastStatus", runs.get().isPresent() ? "STOPPED" : "RUNNING");
    runs.get().ifPresent(code -> node.put("exitCode", code));
  }

  private static void main(ObjectNode node, Task task) {
    boolean stopped = task.phase == Phase.STOPPED;
    node.put(
        "lastStatus", stopped ? "STOPPED" : task.startedAt.map(t -> "RUNNING").orElse("PENDING"));
    Json.putText(node, "imageDigest", task.imageDigest);
    task.exitCode.ifPresent(code -> node.put("exitCode", code));
    Json.putText(node, "reason", task.containerReason.map(EcsShapes::short1024));
    Optional<Target> target = task.target;
    ArrayNode interfaces = node.putArray("networkInterfaces");
    ArrayNode bindings = node.putArray("networkBindings");
    target.ifPresent(
        t -> {
          interfaces.addObject().put("privateIpv4Address", "127.0.0.1");
          bindings
              .addObject()
              .put("bindIP", "127.0.0.1")
              .put("containerPort", task.taskSet.containerPort)
              .put("hostPort", t.address.getPort())
              .put("protocol", "tcp");
        });
  }

  private static String short1024(String reason) {
    return reason.substring(0, Math.min(reason.length(), 1024));
  }
}
