package io.github.xacct.aws.servicedeployment;

import static java.util.stream.Collectors.toSet;

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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
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
   * @param described whether the task definition has the description
   */
  private record Sent(
      String taskDefinition,
      String description,
      Instant at,
      Set<String> before,
      boolean described) {}

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
          sent = Optional.of(announce(revision.taskDefinition(), description));
          return update(revision, running.filter(revision.taskDefinition()::equals).isPresent());
        });
  }

  private Sent announce(String taskDefinition, String description) {
    Instant now = session.clock().instant();
    var before = reader.list(List.of(), now.minus(SKEW));
    requireRevisions(before);
    Instant after =
        before.stream().findFirst().map(ServiceDeploymentReader::created).orElse(now.minus(SKEW));
    return new Sent(
        taskDefinition,
        description,
        now,
        before.stream().map(ServiceDeploymentBrief::serviceDeploymentArn).collect(toSet()),
        descriptions.announce(taskDefinition, description, after));
  }

  /**
   * A deployment is known by its revision: whoever may not read revisions would start one that
   * nobody can follow.
   */
  private void requireRevisions(List<ServiceDeploymentBrief> before) {
    before.stream()
        .map(ServiceDeploymentBrief::targetServiceRevisionArn)
        .filter(Objects::nonNull)
        .findFirst()
        .or(
            () ->
                reader.service().stream()
                    .flatMap(service -> service.currentServiceRevisions().stream())
                    .map(ServiceCurrentRevisionSummary::arn)
                    .findFirst())
        .ifPresent(reader::revision);
  }

  private static TransientFailure unlisted() {
    return TransientFailure.perhapsDone(UNLISTED, new IllegalStateException(UNLISTED));
  }

  /** The deployment of a description, if one that was sent is listed. */
  Optional<String> find(String description) {
    return sent.filter(s -> s.description().equals(description))
        .flatMap(s -> found(s.taskDefinition()));
  }

  /** The deployment is known now: none other has its description. */
  private String claim(String deploymentId) {
    sent.filter(Sent::described)
        .ifPresent(s -> descriptions.claim(s.taskDefinition(), deploymentId, s.description()));
    return deploymentId;
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
                          """
                          Service deployment %s is in flight since %s; a second one would \
                          replace it."""
                              .formatted(
                                  ServiceDeploymentId.of(other.serviceDeploymentArn()),
                                  other.createdAt()))
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
        .map(this::claim)
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
        withdraw();
        throw e;
      }
      throw TransientFailure.perhapsDone(AwsErrors.words(e), e);
    }
  }

  private void withdraw() {
    sent.filter(Sent::described).ifPresent(s -> descriptions.withdraw(s.taskDefinition()));
    sent = Optional.empty();
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

  /** The newest, without those that another run has found to be its own. */
  private Optional<String> found(String taskDefinition) {
    Instant since = sent.map(Sent::at).orElse(Instant.EPOCH).minus(SKEW);
    var candidates =
        reader.list(List.of(), since).stream()
            .filter(brief -> isNew(brief.serviceDeploymentArn()))
            .filter(brief -> reader.brings(brief.targetServiceRevisionArn(), taskDefinition))
            .map(ServiceDeploymentBrief::serviceDeploymentArn)
            .toList();
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    var tags = descriptions.tags(taskDefinition);
    return candidates.stream()
        .filter(arn -> sent.filter(s -> tags.isAnothers(arn, s.description())).isEmpty())
        .map(ServiceDeploymentId::of)
        .findFirst()
        .map(this::claim);
  }

  private boolean isOurs(ServiceDeployment deployment) {
    return deployment.targetServiceRevision() != null
        && isNew(deployment.serviceDeploymentArn())
        && sent.filter(
                s -> reader.brings(deployment.targetServiceRevision().arn(), s.taskDefinition()))
            .isPresent();
  }

  private boolean isNew(String arn) {
    return sent.filter(s -> s.before().contains(arn)).isEmpty();
  }
}
