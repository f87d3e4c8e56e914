package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.ServiceCheck;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.elb.TargetGroup;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The lifecycle event Install: creates the replacement task set behind the other target group and
 * waits until it is steady. Source: CodeDeploy user guide, "AppSpec 'hooks' section for an Amazon
 * ECS deployment".
 */
final class Installation {
  private final Deployment deployment;
  private final RunningService service;
  private final DeploymentGroup group;
  private final DeploymentWorld world;
  private final Lifecycle lifecycle;
  private final SetUpCheck setUp;
  private final DeploymentTraffic traffic;

  Installation(
      Deployment deployment,
      DeploymentWorld world,
      Lifecycle lifecycle,
      SetUpCheck setUp,
      DeploymentTraffic traffic) {
    this.deployment = deployment;
    this.service = deployment.service;
    this.group = deployment.group;
    this.world = world;
    this.lifecycle = lifecycle;
    this.setUp = setUp;
    this.traffic = traffic;
  }

  /** Creates the replacement task set and waits until it is steady. */
  void perform() throws DeploymentHalted, InterruptedException {
    TaskDefinitionRevision definition = taskDefinition();
    refuseUnlessExposed(definition);
    setUp.listeners();
    setUp.taskSet(definition);
    Optional<String> refusal =
        deployment
            .revision
            .refusal(definition.node())
            .or(() -> new ServiceCheck(world.store(), service.place).refusal(definition, asked()));
    if (refusal.isPresent()) {
      throw DeploymentHalted.byEcs(refusal.get());
    }
    TargetGroup greens = other(blue().targetGroup);
    setUp.targetGroup(greens, definition);
    removeLeftovers();
    Optional<Fault> fault = Fault.ofGreen(world.faults());
    TaskSet green =
        TaskSet.replacement(deployment.id, deployment.revision, definition, greens, fault);
    add(green);
    if (!awaitSteady(green, fault.isPresent())) {
      throw DeploymentHalted.failed(
          "TIMEOUT",
          "The deployment timed out while waiting for the replacement task set to become healthy."
              + " This time out period is 60 minutes.");
    }
  }

  private TaskSet blue() {
    return deployment.blue.orElseThrow();
  }

  private TaskDefinitionRevision taskDefinition() throws DeploymentHalted {
    return world
        .taskDefinitions()
        .find(service.place, deployment.revision.taskDefinition())
        .filter(TaskDefinitionRevision::active)
        .orElseThrow(() -> DeploymentHalted.byEcs("TaskDefinition not found."));
  }

  private void refuseUnlessExposed(TaskDefinitionRevision definition) throws DeploymentHalted {
    String name = deployment.revision.containerName();
    int port = deployment.revision.containerPort();
    Optional<JsonNode> container = definition.container(name);
    if (container.isEmpty()) {
      throw DeploymentHalted.byEcs(
          "The container " + name + " does not exist in the task definition.");
    }
    if (Json.stream(container.get().path("portMappings"))
        .noneMatch(mapping -> opens(mapping, port))) {
      throw DeploymentHalted.byEcs(
          "The container " + name + " did not have a container port " + port + " defined.");
    }
  }

  private void add(TaskSet green) {
    synchronized (service) {
      blue().label = "Blue";
      deployment.green = Optional.of(green);
      service.add(green);
    }
  }

  private static boolean opens(JsonNode mapping, int port) {
    String[] range = mapping.path("containerPortRange").asText().split("-");
    boolean within =
        range.length == 2
            && Integer.parseInt(range[0]) <= port
            && port <= Integer.parseInt(range[1]);
    return within || mapping.path("containerPort").asInt() == port;
  }

  /** Returns the task set as input of CreateTaskSet: the AppSpec's settings, else the service's. */
  private ObjectNode asked() {
    ObjectNode asked = Json.object().put("cluster", service.key.cluster());
    asked.set("networkConfiguration", MemberCase.ofApi(service.property("NetworkConfiguration")));
    asked.setAll(deployment.revision.overrides().deepCopy());
    if (!asked.has("capacityProviderStrategy") && service.property("LaunchType").isTextual()) {
      asked.set("launchType", service.property("LaunchType"));
    }
    return asked;
  }

  /**
   * Waits until green is steady; the extra time for slow starts is skipped if it is certain to
   * fail.
   */
  private boolean awaitSteady(TaskSet green, boolean hopeless)
      throws DeploymentHalted, InterruptedException {
    Duration hour = world.pace().minutes(60);
    if (lifecycle.await(hour, green::isSteady)) {
      return true;
    }
    Duration rest = world.pace().installLimit().minus(hour);
    return !hopeless
        && lifecycle.await(rest, () -> green.isSteady() || green.refusals > 2)
        && green.isSteady();
  }

  /**
   * Removes task sets of a deployment stopped without rollback; AWS does not document what happens
   * to them.
   */
  private void removeLeftovers() throws InterruptedException {
    traffic.allToBlue();
    for (TaskSet set : List.copyOf(service.taskSets)) {
      if (set != blue()) {
        world.scheduler().retireFully(service, set);
      }
    }
  }

  /** Returns the other target group of the pair. */
  private TargetGroup other(TargetGroup one) throws DeploymentHalted {
    for (String name : group.targetGroups()) {
      Optional<TargetGroup> found = world.loadBalancing().groupNamed(group.place(), name);
      if (found.isPresent() && found.get() != one) {
        return found.get();
      }
    }
    throw SetUpCheck.elbRefuses(
        "One or more target groups not found: " + String.join(", ", group.targetGroups()));
  }
}
