package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.History;
import io.github.xacct.model.Environment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** Reads the past service deployments of a service, which ECS keeps for 90 days. */
final class ServiceDeploymentHistory implements History {
  private final AwsSession session;
  private final Environment environment;
  private final HistoryPatience patience;
  private final ServiceDeploymentReader reader;
  private final DeploymentDescriptions descriptions;

  /**
   * @param patience how long failing reads are retried
   */
  ServiceDeploymentHistory(AwsSession session, Environment environment, HistoryPatience patience) {
    this.session = session;
    this.environment = environment;
    this.patience = patience;
    var ecs =
        patience == HistoryPatience.BRIEFLY
            ? session.briefClient(EcsClient.builder())
            : session.client(EcsClient.builder());
    this.reader = new ServiceDeploymentReader(ecs, environment);
    this.descriptions = new DeploymentDescriptions(ecs, ecs, reader, unread -> {});
  }

  @Override
  public List<Past> last(int count) {
    String problem = "Cannot read the deployments of service " + environment.service() + ".";
    return patience == HistoryPatience.BRIEFLY
        ? session.briefly(problem, () -> read(count))
        : session.patiently(problem, () -> read(count));
  }

  private List<Past> read(int count) {
    var arns =
        reader.list(List.of(), Instant.EPOCH).stream()
            .limit(count)
            .map(ServiceDeploymentBrief::serviceDeploymentArn)
            .toList();
    return reader.deployments(arns).stream()
        .sorted(Comparator.comparing(ServiceDeploymentHistory::created).reversed())
        .map(this::past)
        .limit(count)
        .toList();
  }

  private static Instant created(ServiceDeployment deployment) {
    return Optional.ofNullable(deployment.createdAt()).orElse(Instant.EPOCH);
  }

  private Past past(ServiceDeployment deployment) {
    String id = ServiceDeploymentId.of(deployment.serviceDeploymentArn());
    var revision = Optional.ofNullable(deployment.targetServiceRevision()).map(r -> r.arn());
    return new Past(
        id,
        ServiceDeploymentStates.status(deployment),
        created(deployment),
        Optional.ofNullable(deployment.finishedAt())
            .or(() -> Optional.ofNullable(deployment.stoppedAt())),
        revision.flatMap(arn -> descriptions.of(deployment.serviceDeploymentArn(), arn)).orElse(""),
        false,
        deployment.status() == ServiceDeploymentStatus.SUCCESSFUL
            ? Optional.empty()
            : Optional.ofNullable(deployment.statusReason()),
        revision);
  }

  @Override
  public Optional<String> taskDefinition(Past past) {
    String problem = "Cannot read what deployment " + past.id() + " deployed.";
    return past.revision()
        .flatMap(
            arn ->
                patience != HistoryPatience.WHOLE
                    ? session.briefly(problem, () -> reader.taskDefinition(arn))
                    : session.patiently(problem, () -> reader.taskDefinition(arn)));
  }
}
