package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
import io.github.xacct.rehearsal.elb.TargetGroup;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.wire.Json;
import java.util.List;
import java.util.Optional;

/** Starts and stops the tasks of the revision that is deployed. */
final class GreenTasks {

  /** Property of a service that a stack created. */
  private static final String BY_STACK = "@ByStack";

  private record Wanted(String containerName, int containerPort, ObjectNode overrides)
      implements TaskSet.Wanted {}

  private GreenTasks() {}

  static TaskSet of(
      ServiceDeployment deployment, ServiceDeploymentWorld world, Optional<Fault> fault)
      throws Halted {
    TargetGroup group =
        world
            .loadBalancing()
            .group(deployment.target.targetGroup)
            .orElseThrow(
                () -> Halted.network(". One or more target groups not found" + Halted.OWN_WORDS));
    JsonNode balancer = deployment.target.service.at("/loadBalancers/0");
    TaskSet green =
        TaskSet.replacement(
            deployment.id,
            deployment.arn,
            new Wanted(
                balancer.path("containerName").asText(),
                balancer.path("containerPort").asInt(),
                Json.object()),
            deployment.target.taskDefinition,
            group,
            fault);
    green.others = others(deployment.service, deployment.target.targetGroup, world);
    green.ofStack =
        deployment.sources.isEmpty() && deployment.service.property(BY_STACK).asBoolean();
    return green;
  }

  /** Returns the target groups of the other load balancers that belong to one of the first. */
  static List<TargetGroup> others(
      RunningService service, String ofFirst, ServiceDeploymentWorld world) {
    List<TrafficRoute> routes = TrafficRoute.all(service);
    return routes.stream()
        .skip(1)
        .map(route -> route.counterpart(routes.get(0), ofFirst))
        .flatMap(arn -> world.loadBalancing().group(arn).stream())
        .toList();
  }
}
