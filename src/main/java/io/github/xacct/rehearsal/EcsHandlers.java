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
 * What CloudFormation's handlers of ECS resources ask of ECS: whether a task definition or a
 * service can be created, and how far a created service has come.
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

  /**
   * Registers a task definition that is spelled as CloudFormation spells it, and reports its ARN.
   */
  String registerTaskDefinition(AccountRegion place, ObjectNode properties) {
    return taskDefinitions.addTemplate(place, properties);
  }

  /** Retires a task definition, if it is there. */
  void deregisterTaskDefinition(AccountRegion place, String arn) {
    taskDefinitions.find(place, arn).ifPresent(found -> taskDefinitions.retire(place, found));
  }

  /** Whether a family, revision or ARN names an active task definition. */
  boolean hasTaskDefinition(AccountRegion place, String name) {
    return taskDefinitions.find(place, name).filter(TaskDefinitionRevision::active).isPresent();
  }

  /** Why ECS would not create a service of these properties. */
  Optional<String> serviceRefusal(AccountRegion place, ObjectNode properties) {
    ObjectNode service = MemberCase.ofApi(properties);
    return taskDefinitions
        .find(place, service.path("taskDefinition").asText())
        .flatMap(definition -> new ServiceCheck(store, place).refusal(definition, service));
  }

  /** Forgets what a service ran in an earlier rehearsal. */
  void forgetService(AccountRegion place, String id) {
    state.forget(ServiceKey.of(place, id));
  }

  /**
   * Waits until a service runs as many tasks as it shall.
   *
   * @param id cluster and name, with a slash between them
   * @return whether it does; false when the time is up
   */
  boolean awaitSteady(AccountRegion place, String id, Duration limit) throws InterruptedException {
    return services.of(ServiceKey.of(place, id)).awaitSteady(limit);
  }

  /** Why ECS refuses a service that it is to deploy itself; empty if it does not. */
  Optional<String> ownRefusal(AccountRegion place, ObjectNode properties) {
    return new FirstDeployment(own).refusal(place, properties);
  }

  /** Deploys such a service for the first time: why that failed, or empty. */
  Optional<String> firstDeployment(AccountRegion place, String id, Duration limit)
      throws InterruptedException {
    return new FirstDeployment(own).of(services.of(ServiceKey.of(place, id)), limit);
  }

  /** The image that the tasks of a service run. */
  Optional<String> image(AccountRegion place, String id) {
    return services
        .of(ServiceKey.of(place, id))
        .primary()
        .map(set -> set.taskDefinition.containers().path(0).path("image").asText());
  }

  /**
   * Why the tasks of a service get no image over its network; reported, for AWS says it in events.
   */
  Optional<String> networkRefusal(AccountRegion place, String id) {
    RunningService service = services.of(ServiceKey.of(place, id));
    Optional<String> why = service.primary().flatMap(set -> network.refusal(service, set));
    why.ifPresent(w -> log.accept("The tasks of " + service.name() + " do not start: " + w));
    return why;
  }
}
