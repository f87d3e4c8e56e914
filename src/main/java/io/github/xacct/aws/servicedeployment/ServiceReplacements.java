package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ecs.Replacements;
import io.github.xacct.aws.ecs.TaskSets;
import io.github.xacct.model.Environment;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionLoadBalancer;

/**
 * Identifies what a deployment has started, with either engine. For ECS's engine, tasks are matched
 * by task definition and time, because AWS does not document that startedBy is the service
 * revision.
 */
public final class ServiceReplacements implements Replacements {
  private final Replacements taskSets = new TaskSets();
  private final ServiceDeploymentReader reader;
  private final Environment environment;

  /**
   * @param session a session in the environment's account
   */
  public ServiceReplacements(AwsSession session, Environment environment) {
    this.environment = environment;
    this.reader = new ServiceDeploymentReader(session.client(EcsClient.builder()), environment);
  }

  @Override
  public Optional<Replacement> of(Service service, String deploymentId) {
    return ServiceDeploymentEngine.deploys(service)
        ? reader
            .deployment(ServiceDeploymentId.arn(deploymentId, environment))
            .flatMap(d -> Optional.ofNullable(d.targetServiceRevision()))
            .flatMap(revision -> reader.revision(revision.arn()))
            .map(ServiceReplacements::replacement)
        : taskSets.of(service, deploymentId);
  }

  @Override
  public Optional<Replacement> serving(Service service) {
    return ServiceDeploymentEngine.deploys(service)
        ? service.currentServiceRevisions().stream()
            .findFirst()
            .map(ServiceCurrentRevisionSummary::arn)
            .flatMap(reader::revision)
            .map(ServiceReplacements::replacement)
        : taskSets.serving(service);
  }

  private static Replacement replacement(ServiceRevision revision) {
    return new Replacement(
        revision.serviceRevisionArn(),
        false,
        revision.taskDefinition(),
        Optional.ofNullable(revision.createdAt()),
        Optional.ofNullable(revision.resolvedConfiguration()).stream()
            .flatMap(resolved -> resolved.loadBalancers().stream())
            .map(ServiceRevisionLoadBalancer::targetGroupArn)
            .toList());
  }
}
