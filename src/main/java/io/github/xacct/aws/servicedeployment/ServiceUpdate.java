package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.LostAnswers;
import io.github.xacct.deploy.port.Occupied;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/**
 * The one UpdateService that starts a deployment, and which deployment it has started. It takes no
 * client token: while it may have been received, none is sent again.
 */
final class ServiceUpdate {
  /** Clocks of AWS and ours may differ by much; what was there before is known by its ARN. */
  private static final Duration SKEW = Duration.ofDays(1);

  private static final String UNLISTED = "The deployment is not listed yet.";

  private final AwsSession session;
  private final Environment environment;
  private final ServiceDeploymentReader reader;
  private final DeploymentDescriptions descriptions;
  private final EcsClient ecs;
  private volatile Optional<Sent> sent = Optional.empty();

  /**
   * An UpdateService that may have been received.
   *
   * @param before ARNs of the deployments that were there already, of the same task definition
   *     perhaps
   */
  private record Sent(String taskDefinition, String description, Instant at, Set<String> before) {}

  ServiceUpdate(
      AwsSession session,
      Environment environment,
      ServiceDeploymentReader reader,
      DeploymentDescriptions descriptions) {
    this.session = session;
    this.environment = environment;
    this.reader = reader;
    this.descriptions = descriptions;
    this.ecs = session.clientWithoutRetries(EcsClient.builder());
  }

  /**
   * Starts a deployment.
   *
   * @param running the task definition that runs now, which ECS deploys again only if forced to
   * @return the deployment's id
   */
  String start(Revision revision, String description, Optional<String> running) {
    String problem =
        "Cannot deploy " + revision.taskDefinition() + " to service " + environment.service() + ".";
    return AwsErrors.ask(
        problem,
        () -> {
          if (isSent(revision) && inDoubt(() -> isWanted(revision))) {
            return inDoubt(() -> found(revision.taskDefinition())).orElseThrow(() -> unlisted());
          }
          refuseOver(problem);
          descriptions.keep(revision.taskDefinition(), description);
          Instant now = session.clock().instant();
          var before =
              reader.list(List.of(), now.minus(SKEW)).stream()
                  .map(ServiceDeploymentBrief::serviceDeploymentArn)
                  .collect(Collectors.toSet());
          sent = Optional.of(new Sent(revision.taskDefinition(), description, now, before));
          return update(revision, running.filter(revision.taskDefinition()::equals).isPresent());
        });
  }

  private static TransientFailure unlisted() {
    return TransientFailure.perhapsDone(UNLISTED, new IllegalStateException(UNLISTED));
  }

  /** The deployment of a description, if one that was sent is listed. */
  Optional<String> find(String description) {
    return sent.filter(s -> s.description().equals(description))
        .flatMap(s -> found(s.taskDefinition()));
  }

  /** A start over another deployment would replace it; ECS does not refuse that itself. */
  private void refuseOver(String problem) {
    reader.list(ServiceDeploymentReader.IN_FLIGHT, Instant.EPOCH).stream()
        .findFirst()
        .ifPresent(
            other -> {
              throw new Occupied(
                  XacctException.yours(problem)
                      .evidence(
                          "Service deployment "
                              + ServiceDeploymentId.of(other.serviceDeploymentArn())
                              + " is in flight since "
                              + other.createdAt()
                              + "; a second one would replace it.")
                      .suggestion("mvn xacct:wait -Denv=" + environment.name()));
            });
  }

  /** The answer may name the deployment before, or none yet. */
  private String update(Revision revision, boolean again) {
    var request =
        UpdateServiceRequest.builder()
            .cluster(environment.cluster())
            .service(environment.service())
            .taskDefinition(revision.taskDefinition());
    if (again) {
      request.forceNewDeployment(true);
    }
    var service = send(request.build());
    return inDoubt(() -> started(service, revision.taskDefinition())).orElseThrow(() -> unlisted());
  }

  private Optional<String> started(Service service, String taskDefinition) {
    return Optional.ofNullable(service.currentServiceDeployment())
        .flatMap(reader::deployment)
        .filter(this::isOurs)
        .map(deployment -> ServiceDeploymentId.of(deployment.serviceDeploymentArn()))
        .or(() -> found(taskDefinition));
  }

  /** Whatever is not answered after an UpdateService does not show that it has done nothing. */
  private static <T> T inDoubt(Supplier<T> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      throw TransientFailure.perhapsDone(AwsErrors.words(e), e);
    }
  }

  private Service send(UpdateServiceRequest request) {
    try {
      return AwsErrors.member("ECS UpdateService", "service", ecs.updateService(request).service());
    } catch (SdkException e) {
      if (LostAnswers.isRefusal(e, "UpdateService")) {
        sent = Optional.empty();
        throw e;
      }
      throw TransientFailure.perhapsDone(AwsErrors.words(e), e);
    }
  }

  private boolean isSent(Revision revision) {
    return sent.filter(s -> s.taskDefinition().equals(revision.taskDefinition())).isPresent();
  }

  /** While the service says that it is to run this revision, nothing is asked for once more. */
  private boolean isWanted(Revision revision) {
    return reader
        .service()
        .filter(service -> revision.taskDefinition().equals(service.taskDefinition()))
        .isPresent();
  }

  private Optional<String> found(String taskDefinition) {
    Instant since = sent.map(Sent::at).orElse(Instant.EPOCH).minus(SKEW);
    return reader.list(List.of(), since).stream()
        .filter(brief -> isNew(brief.serviceDeploymentArn()))
        .filter(brief -> brings(brief.targetServiceRevisionArn(), taskDefinition))
        .map(ServiceDeploymentBrief::serviceDeploymentArn)
        .map(ServiceDeploymentId::of)
        .findFirst();
  }

  private boolean isOurs(ServiceDeployment deployment) {
    return deployment.targetServiceRevision() != null
        && isNew(deployment.serviceDeploymentArn())
        && sent.filter(s -> brings(deployment.targetServiceRevision().arn(), s.taskDefinition()))
            .isPresent();
  }

  private boolean isNew(String arn) {
    return sent.filter(s -> s.before().contains(arn)).isEmpty();
  }

  private boolean brings(String revisionArn, String taskDefinition) {
    return revisionArn != null
        && reader.taskDefinition(revisionArn).filter(taskDefinition::equals).isPresent();
  }
}
