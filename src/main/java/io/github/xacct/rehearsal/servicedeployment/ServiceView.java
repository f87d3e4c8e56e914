package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.LaunchType;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Adds to DescribeServices what the ECS deployment controller has. */
final class ServiceView {
  /** The minimum delay, however short a minute is. */
  private static final Duration LATE = Duration.ofMillis(100);

  private final ServiceDeployments deployments;

  ServiceView(ServiceDeployments deployments) {
    this.deployments = deployments;
  }

  /** Completes a service's response; the caller holds the service's monitor. */
  void complete(RunningService service, ObjectNode answer) {
    if (service.ofCodeDeploy() || TrafficRoute.of(service).isEmpty()) {
      return;
    }
    // The response contains the configured target group, whichever serves.
    JsonNode balancers = service.property("LoadBalancers");
    answer.set("loadBalancers", Json.list(balancers.valueStream().toList(), MemberCase::ofApi));
    answer.set(
        "deploymentConfiguration",
        ServiceDeploymentShapes.configuration(ServiceSettings.of(service)));
    List<ServiceDeployment> all = deployments.of(service);
    Optional<ServiceDeployment> active = deployments.active(service);
    current(all).ifPresent(d -> answer.put("currentServiceDeployment", d.arn));
    List<ServiceRevision> running =
        active
            .map(d -> Stream.concat(Stream.of(d.target), d.sources.stream()).toList())
            .orElseGet(() -> deployments.serving(service).stream().toList());
    answer.set("currentServiceRevisions", Json.list(running, ServiceDeploymentShapes::counts));
    boolean forward = active.filter(d -> d.status.forward()).isPresent();
    if (forward) {
      answer.put("taskDefinition", active.get().target.taskDefinition.arn());
    }
    ArrayNode shown = answer.putArray("deployments");
    active.ifPresent(d -> shown.add(deployment(service, d)));
    service.taskSets.stream()
        .filter(set -> active.filter(d -> d.id.equals(set.id)).isEmpty())
        .forEach(set -> shown.add(deployment(service, set, forward)));
  }

  /**
   * Returns the deployment in the response, which for a moment is still the previous one, as on
   * AWS.
   */
  private Optional<ServiceDeployment> current(List<ServiceDeployment> newestFirst) {
    Duration late = deployments.world().pace().seconds(3);
    Instant settled = Instant.now().minus(late.compareTo(LATE) > 0 ? late : LATE);
    return newestFirst.stream()
        .filter(d -> !d.createdAt.isAfter(settled) || !d.active())
        .findFirst();
  }

  private static ObjectNode deployment(RunningService service, ServiceDeployment d) {
    Optional<TaskSet> tasks = d.target.tasks;
    boolean back = d.rollback.isPresent();
    ObjectNode node = Json.object().put("id", d.id).put("status", back ? "ACTIVE" : "PRIMARY");
    node.put("taskDefinition", d.target.taskDefinition.arn());
    counts(node, tasks);
    node.put("failedTasks", tasks.map(set -> set.failures).orElse(0));
    node.put("createdAt", Json.time(d.createdAt)).put("updatedAt", Json.time(d.updatedAt));
    network(service, node);
    node.put("rolloutState", back ? "FAILED" : "IN_PROGRESS");
    return node.put(
        "rolloutStateReason",
        "ECS deployment " + d.id + (back ? " failed: " + d.reason.orElse("") : " in progress."));
  }

  private static ObjectNode deployment(RunningService service, TaskSet set, boolean beside) {
    ObjectNode node = Json.object().put("id", set.id).put("status", beside ? "ACTIVE" : "PRIMARY");
    node.put("taskDefinition", set.taskDefinition.arn());
    counts(node, Optional.of(set));
    node.put("failedTasks", 0);
    node.put("createdAt", Json.time(set.createdAt)).put("updatedAt", Json.time(set.createdAt));
    network(service, node);
    node.put("rolloutState", "COMPLETED");
    return node.put("rolloutStateReason", "ECS deployment " + set.id + " completed.");
  }

  private static void counts(ObjectNode node, Optional<TaskSet> tasks) {
    node.put("desiredCount", tasks.map(set -> set.desired).orElse(0));
    node.put("pendingCount", tasks.map(TaskSet::pendingTasks).orElse(0L));
    node.put("runningCount", tasks.map(TaskSet::runningTasks).orElse(0L));
  }

  private static void network(RunningService service, ObjectNode node) {
    LaunchType.show(service, node);
    JsonNode network = service.property("NetworkConfiguration");
    if (network.isObject()) {
      node.set("networkConfiguration", MemberCase.ofApi(network));
    }
  }
}
