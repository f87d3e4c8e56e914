package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.EcsNames;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.time.Duration;
import java.util.Optional;

/**
 * The first deployment of a service that a stack creates and ECS deploys: CloudFormation waits for
 * its end, including hooks, pauses and bake time. Source: ECS developer guide, "Create an Amazon
 * ECS service with blue/green deployment using CloudFormation".
 */
public final class FirstDeployment {
  /** CloudFormation's limit of a deployment, 36 hours in minutes. */
  private static final int MINUTES = 2160;

  private final ServiceDeployments deployments;
  private final ServiceChanges changes;

  public FirstDeployment(ServiceDeployments deployments) {
    this.deployments = deployments;
    var world = deployments.world();
    this.changes = new ServiceChanges(deployments, new EcsNames(world.store(), world.services()));
  }

  /**
   * Returns whether a service's CloudFormation properties specify the ECS deployment controller
   * with a strategy other than ROLLING.
   */
  public static boolean isDue(ObjectNode properties) {
    String strategy = properties.at("/DeploymentConfiguration/Strategy").asText("ROLLING");
    return properties.at("/DeploymentController/Type").asText("ECS").equals("ECS")
        && !strategy.equals(ServiceSettings.ROLLING);
  }

  /** Returns why ECS refuses to create the service, or empty. */
  public Optional<String> refusal(AccountRegion place, ObjectNode properties) {
    ObjectNode service = MemberCase.ofApi(properties);
    try {
      changes.check(place, service);
      changes.definition(place, service);
      return Optional.empty();
    } catch (AwsError e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Runs the deployment and returns why it failed, or empty. */
  public Optional<String> of(RunningService service, Duration limit) throws InterruptedException {
    ObjectNode properties = MemberCase.ofApi(service.properties().orElseGet(Json::object));
    TaskDefinitionRevision definition = changes.definition(service.place, properties);
    ServiceDeployment first = deployments.create(service, definition);
    Duration minutes = deployments.world().pace().minutes(MINUTES);
    service.await(limit.compareTo(minutes) > 0 ? limit : minutes, () -> !first.active());
    return first.status == Status.SUCCESSFUL
        ? Optional.empty()
        : Optional.of(
            "%s is %s%s"
                .formatted(
                    first.arn,
                    first.status,
                    service.events().stream()
                        .map(event -> ": " + event.path("message").asText())
                        .filter(message -> message.contains(first.id))
                        .findFirst()
                        .orElse("")));
  }
}
