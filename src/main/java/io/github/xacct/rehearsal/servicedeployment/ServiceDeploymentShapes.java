package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
import io.github.xacct.rehearsal.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shapes of service deployments and revisions in ECS's responses. Source: ECS API reference,
 * ServiceDeployment, ServiceDeploymentBrief and ServiceRevision. The caller holds the service's
 * monitor.
 */
final class ServiceDeploymentShapes {
  private ServiceDeploymentShapes() {}

  static ObjectNode brief(ServiceDeployment d) {
    ObjectNode node = Json.object();
    node.put("serviceDeploymentArn", d.arn).put("serviceArn", d.service.arn());
    node.put("clusterArn", d.service.key.clusterArn());
    Json.putTime(node, "startedAt", d.startedAt);
    node.put("createdAt", Json.time(d.createdAt));
    Json.putTime(node, "finishedAt", d.finishedAt);
    node.put("targetServiceRevisionArn", d.target.arn).put("status", d.status.name());
    Json.putText(node, "statusReason", d.reason);
    return node;
  }

  static ObjectNode full(ServiceDeployment d) {
    ObjectNode node = Json.object();
    node.put("serviceDeploymentArn", d.arn).put("serviceArn", d.service.arn());
    node.put("clusterArn", d.service.key.clusterArn());
    node.put("createdAt", Json.time(d.createdAt));
    Json.putTime(node, "startedAt", d.startedAt);
    Json.putTime(node, "finishedAt", d.finishedAt);
    Json.putTime(node, "stoppedAt", d.stoppedAt);
    node.put("updatedAt", Json.time(d.updatedAt));
    ArrayNode sources = node.putArray("sourceServiceRevisions");
    for (int i = 0; i < d.sources.size(); i++) {
      boolean blue = i == 0;
      sources.add(
          summary(d.sources.get(i), blue ? 100 - d.test : 0, blue ? 100 - d.production : 0));
    }
    node.set("targetServiceRevision", summary(d.target, d.test, d.production));
    node.put("status", d.status.name());
    Json.putText(node, "statusReason", d.reason);
    Json.putText(node, "lifecycleStage", d.stage.map(LifecycleStage::name));
    node.set("lifecycleHookDetails", Json.list(d.hooks, ServiceDeploymentShapes::hook));
    node.set("deploymentConfiguration", configuration(d.settings));
    d.rollback.ifPresent(
        back ->
            node.putObject("rollback")
                .put("reason", back.reason())
                .put("startedAt", Json.time(back.startedAt()))
                .put("serviceRevisionArn", back.revision()));
    node.set("deploymentCircuitBreaker", breaker(d));
    node.set("alarms", alarms(d));
    return node;
  }

  private static ObjectNode summary(ServiceRevision revision, double test, double production) {
    return counts(revision)
        .put("requestedTestTrafficWeight", test)
        .put("requestedProductionTrafficWeight", production);
  }

  /** Returns a revision with its task counts. */
  static ObjectNode counts(ServiceRevision revision) {
    ObjectNode node = Json.object().put("arn", revision.arn);
    node.put("requestedTaskCount", revision.tasks.map(set -> set.desired).orElse(0));
    node.put("runningTaskCount", revision.tasks.map(TaskSet::runningTasks).orElse(0L));
    return node.put("pendingTaskCount", revision.tasks.map(TaskSet::pendingTasks).orElse(0L));
  }

  private static ObjectNode hook(HookRun run) {
    ObjectNode node = Json.object().put("hookId", run.id);
    node.put("targetType", run.hook.pause() ? "PAUSE" : "AWS_LAMBDA");
    if (!run.hook.pause()) {
      node.put("targetArn", run.hook.target());
    }
    node.put("status", run.status.name());
    node.put("expiresAt", Json.time(run.expiresAt));
    return node.put("timeoutAction", run.hook.timeoutAction());
  }

  /** Returns the configuration with AWS's defaults. */
  static ObjectNode configuration(ServiceSettings settings) {
    ObjectNode node = settings.node().deepCopy();
    number(node, "maximumPercent", 200);
    number(node, "minimumHealthyPercent", 100);
    node.put("strategy", settings.strategy());
    if (!node.has("deploymentCircuitBreaker")) {
      node.putObject("deploymentCircuitBreaker").put("enable", false).put("rollback", false);
    }
    if (!node.has("alarms")) {
      node.putObject("alarms").put("rollback", false).put("enable", false).putArray("alarmNames");
    }
    percent(node, "linearConfiguration", "stepPercent");
    percent(node, "canaryConfiguration", "canaryPercent");
    return node;
  }

  private static void number(ObjectNode node, String member, int otherwise) {
    node.put(member, node.path(member).asInt(otherwise));
  }

  private static void percent(ObjectNode node, String member, String percent) {
    if (node.path(member) instanceof ObjectNode steps && steps.has(percent)) {
      steps.put(percent, steps.path(percent).asDouble());
    }
  }

  private static ObjectNode breaker(ServiceDeployment d) {
    int tasks = d.target.tasks.map(set -> set.desired).orElse(1);
    Optional<Integer> threshold = d.settings.failureThreshold(Math.max(1, tasks));
    boolean triggered = d.reason.filter(why -> why.contains("circuit breaker")).isPresent();
    ObjectNode node = Json.object().put("status", monitor(d, threshold.isPresent(), triggered));
    node.put("failureCount", d.failures);
    return node.put("threshold", threshold.orElse(0));
  }

  private static ObjectNode alarms(ServiceDeployment d) {
    List<String> names = d.settings.alarms();
    ObjectNode node =
        Json.object()
            .put("status", monitor(d, !names.isEmpty() && !d.alarmsIgnored, !d.ringing.isEmpty()));
    node.set("alarmNames", Json.texts(names));
    return node.set("triggeredAlarmNames", Json.texts(d.ringing));
  }

  private static String monitor(ServiceDeployment d, boolean on, boolean triggered) {
    if (triggered) {
      return "TRIGGERED";
    }
    return !on ? "DISABLED" : d.active() ? "MONITORING" : "MONITORING_COMPLETE";
  }

  static ObjectNode revision(ServiceRevision revision, List<TrafficRoute> routes, ObjectNode arns) {
    ObjectNode node = Json.object().put("serviceRevisionArn", revision.arn);
    node.setAll(arns);
    node.put("taskDefinition", revision.taskDefinition.arn());
    node.put("launchType", revision.service.path("launchType").asText("FARGATE"));
    node.put("platformVersion", "1.4.0").put("platformFamily", "Linux");
    node.set("loadBalancers", loadBalancers(revision.service));
    node.putArray("serviceRegistries");
    if (revision.service.has("networkConfiguration")) {
      node.set("networkConfiguration", revision.service.path("networkConfiguration"));
    }
    node.set("containerImages", images(revision));
    node.put("guardDutyEnabled", false).put("createdAt", Json.time(revision.createdAt));
    ArrayNode resolved = node.putObject("resolvedConfiguration").putArray("loadBalancers");
    for (TrafficRoute route : routes) {
      resolved
          .addObject()
          .put("targetGroupArn", route.counterpart(routes.get(0), revision.targetGroup))
          .put("productionListenerRule", route.productionRule());
    }
    return node;
  }

  private static JsonNode loadBalancers(ObjectNode service) {
    JsonNode balancers = service.path("loadBalancers");
    return balancers.isArray() ? balancers : Json.array();
  }

  /** Returns the images with the digest in the task definition, or the one that a task pulled. */
  private static ArrayNode images(ServiceRevision revision) {
    List<ObjectNode> images = new ArrayList<>();
    for (JsonNode container : revision.taskDefinition.containers()) {
      String image = container.path("image").asText();
      String name = container.path("name").asText();
      ObjectNode node = Json.object().put("containerName", name).put("image", image);
      Optional<String> digest =
          image.contains("@")
              ? Optional.of(image.substring(image.indexOf('@') + 1))
              : revision.tasks.flatMap(set -> set.digest(name));
      Json.putText(node, "imageDigest", digest);
      images.add(node);
    }
    return Json.objects(images);
  }
}
