package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.codedeploy.Deployments;
import io.github.xacct.rehearsal.codedeploy.SavedDeployments;
import io.github.xacct.rehearsal.ecs.ComputeState;
import io.github.xacct.rehearsal.ecs.OriginalTaskSet;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.ServiceScheduler;
import io.github.xacct.rehearsal.ecs.TaskDefinitions;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.servicedeployment.SavedServiceDeployments;
import io.github.xacct.rehearsal.servicedeployment.ServiceDeployments;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The start and end of a service: its first task set, and its saved state. */
final class ServiceLife {
  private final ResourceStore store;
  private final LoadBalancing loadBalancing;
  private final ComputeState state;
  private final TaskDefinitions taskDefinitions;
  private final ServiceScheduler scheduler;
  private final Executor workers;
  private final Consumer<String> log;

  ServiceLife(
      ResourceStore store,
      LoadBalancing loadBalancing,
      ComputeState state,
      TaskDefinitions taskDefinitions,
      ServiceScheduler scheduler,
      Executor workers,
      Consumer<String> log) {
    this.store = store;
    this.loadBalancing = loadBalancing;
    this.state = state;
    this.taskDefinitions = taskDefinitions;
    this.scheduler = scheduler;
    this.workers = workers;
    this.log = log;
  }

  /**
   * Starts a service as the last rehearsal left it, or without tasks before its first deployment.
   */
  void begin(RunningService service, Deployments deployments, ServiceDeployments own) {
    boolean byFirst =
        service.property("@ByCall").asBoolean() || service.property("@ByStack").asBoolean();
    if (byFirst && state.primary(service.key).isEmpty()) {
      return;
    }
    String arn = targetGroup(service);
    loadBalancing
        .group(arn)
        .ifPresentOrElse(
            group -> {
              TaskSet original = OriginalTaskSet.of(service, group, state, taskDefinitions);
              service.add(original);
              deployments.remember(SavedDeployments.read(service, state, store));
              own.remember(
                  service,
                  original,
                  SavedServiceDeployments.read(
                      service, state.serviceDeployments(service.key), taskDefinitions));
            },
            () -> log.accept("The service " + service.name() + " has no target group " + arn));
  }

  /**
   * Returns the service's target group; for the ECS deployment controller, the one that served
   * last.
   */
  private String targetGroup(RunningService service) {
    String configured = service.property("LoadBalancers").at("/0/TargetGroupArn").asText();
    return TrafficRoute.of(store, service.key)
        .flatMap(
            route ->
                state
                    .primary(service.key)
                    .flatMap(ComputeState.Primary::targetGroup)
                    .filter(route.targetGroups()::contains))
        .orElse(configured);
  }

  /**
   * Saves a new primary task set, and stores its task definition and target group in the service.
   */
  void promoted(RunningService service, TaskSet primary) {
    state.savePrimary(service.key, primary);
    store.edit(
        service.place,
        ResourceTypeNames.SERVICE,
        service.key.id(),
        properties -> {
          properties.put("TaskDefinition", primary.taskDefinition.arn());
          if (!service.ofCodeDeploy()) {
            return; // ECS leaves the target group as it was configured.
          }
          properties
              .putArray("LoadBalancers")
              .addObject()
              .put("TargetGroupArn", primary.targetGroup.arn)
              .put("ContainerName", primary.containerName)
              .put("ContainerPort", primary.containerPort);
        });
  }

  void end(RunningService service, TaskSet set) {
    if (set.status == TaskSet.Status.DRAINING) {
      return;
    }
    state.forgetPrimary(service.key);
    workers.execute(
        () -> {
          try {
            scheduler.retireFully(service, set);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
