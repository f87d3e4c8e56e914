package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.ComputeState;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.RunningServices;
import io.github.xacct.rehearsal.ecs.ServiceCheck;
import io.github.xacct.rehearsal.ecs.TaskDefinitions;
import io.github.xacct.rehearsal.ecs.TaskNetwork;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.servicedeployment.FirstDeployment;
import io.github.xacct.rehearsal.servicedeployment.ServiceDeployments;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ECS operations that CloudFormation's resource handlers call: register task definitions, check
 * and deploy services, and wait for them to become steady.
 */
final class EcsHandlers {
  private final ResourceStore store;
  private final ComputeState state;
  private final TaskDefinitions taskDefinitions;
  private final RunningServices services;
  private final TaskNetwork network;
  private final ServiceDeployments own;
  private final Consumer<String> log;

  EcsHandlers(
      ResourceStore store,
      ComputeState state,
      TaskDefinitions taskDefinitions,
      RunningServices services,
      TaskNetwork network,
      ServiceDeployments own,
      Consumer<String> log) {
    this.store = store;
    this.state = state;
    this.taskDefinitions = taskDefinitions;
    this.services = services;
    this.network = network;
    this.own = own;
    this.log = log;
  }

  /** Registers a task definition with CloudFormation's property names and returns its ARN. */
  String registerTaskDefinition(AccountRegion place, ObjectNode properties) {
    return taskDefinitions.addTemplate(place, properties);
  }

  /** Deregisters a task definition if it exists. */
  void deregisterTaskDefinition(AccountRegion place, String arn) {
    taskDefinitions.find(place, arn).ifPresent(found -> taskDefinitions.retire(place, found));
  }

  /** Returns whether a family, revision or ARN names an active task definition. */
  boolean hasTaskDefinition(AccountRegion place, String name) {
    return taskDefinitions.find(place, name).filter(TaskDefinitionRevision::active).isPresent();
  }

  /** Returns why ECS would refuse to create a service with these properties, or empty. */
  Optional<String> serviceRefusal(AccountRegion place, ObjectNode properties) {
    ObjectNode service = MemberCase.ofApi(properties);
    return taskDefinitions
        .find(place, service.path("taskDefinition").asText())
        .flatMap(definition -> new ServiceCheck(store, place).refusal(definition, service));
  }

  /** Deletes the saved state of a service of an earlier rehearsal. */
  void forgetService(AccountRegion place, String id) {
    state.forget(ServiceKey.of(place, id));
  }

  /**
   * Waits until a service runs its desired number of tasks.
   *
   * @param id cluster and name, with a slash between them
   * @return false if the limit is exceeded
   */
  boolean awaitSteady(AccountRegion place, String id, Duration limit) throws InterruptedException {
    return services.of(ServiceKey.of(place, id)).awaitSteady(limit);
  }

  /** Returns why ECS refuses a service with the ECS deployment controller, or empty. */
  Optional<String> ownRefusal(AccountRegion place, ObjectNode properties) {
    return new FirstDeployment(own).refusal(place, properties);
  }

  /** Runs the first deployment of such a service and returns why it failed, or empty. */
  Optional<String> firstDeployment(AccountRegion place, String id, Duration limit)
      throws InterruptedException {
    return new FirstDeployment(own).of(services.of(ServiceKey.of(place, id)), limit);
  }

  /** Returns the image that the tasks of a service run. */
  Optional<String> image(AccountRegion place, String id) {
    return services
        .of(ServiceKey.of(place, id))
        .primary()
        .map(set -> set.taskDefinition.containers().path(0).path("image").asText());
  }

  /**
   * Returns why the tasks of a service cannot pull their image over its network, or empty. Also
   * logged, because AWS reports it in the service's events.
   */
  Optional<String> networkRefusal(AccountRegion place, String id) {
    RunningService service = services.of(ServiceKey.of(place, id));
    Optional<String> why = service.primary().flatMap(set -> network.refusal(service, set));
    why.ifPresent(w -> log.accept("The tasks of " + service.name() + " do not start: " + w));
    return why;
  }
}
