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
 * Sends the UpdateService that starts a deployment, and finds the deployment. UpdateService has no
 * client token: it is not sent again while ECS may have received it.
 */
final class ServiceUpdate {
  /**
   * Ample, because the clocks may differ widely; earlier deployments are excluded by their ARNs.
   */
  private static final Duration SKEW = Duration.ofDays(1);

  private static final String UNLISTED = "The deployment is not listed yet.";

  private final AwsSession session;
  private final Environment environment;
  private final ServiceDeploymentReader reader;
  private final DeploymentDescriptions descriptions;
  private final EcsClient ecs;
  private volatile Optional<Sent> sent = Optional.empty();

  /**
   * An UpdateService that ECS may have received.
   *
   * @param before the ARNs of the deployments that existed before, perhaps of the same task
   *     definition
   * @param described whether the description was written to the task definition
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
   * @param running the current task definition, which ECS deploys again only if forced
   * @return the deployment's ID
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
   * Fails if revisions may not be read: a deployment is found by its revision, and could not be
   * watched without.
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

  /** Returns the deployment that was started with this description, if it is listed. */
  Optional<String> find(String description) {
    return sent.filter(s -> s.description().equals(description))
        .flatMap(s -> found(s.taskDefinition()));
  }

  /** Assigns the description to the deployment, whose ID is known now. */
  private String claim(String deploymentId) {
    sent.filter(Sent::described)
        .ifPresent(s -> descriptions.claim(s.taskDefinition(), deploymentId, s.description()));
    return deploymentId;
  }

  /** Fails if a deployment is in flight: a new one would replace it, which ECS allows. */
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

  /** Sends the request; the response may contain the previous deployment, or none yet. */
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

  /**
   * Reports a failed read after UpdateService as "perhaps done": ECS may have started the
   * deployment.
   */
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

  /**
   * Whether the service already has this task definition, so that UpdateService is not sent again.
   */
  private boolean isWanted(Revision revision) {
    return reader
        .service()
        .filter(service -> revision.taskDefinition().equals(service.taskDefinition()))
        .isPresent();
  }

  /** Returns the newest deployment that no other run has claimed. */
  private Optional<String> found(String taskDefinition) {
    Instant since = sent.map(Sent::at).orElse(Instant.EPOCH).minus(SKEW);
    var candidates =
        reader.list(List.of(), since).stream()
            .filter(brief -> isNew(brief.serviceDeploymentArn()))
            .filter(brief -> reader.runs(brief.targetServiceRevisionArn(), taskDefinition))
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
                s -> reader.runs(deployment.targetServiceRevision().arn(), s.taskDefinition()))
            .isPresent();
  }

  private boolean isNew(String arn) {
    return sent.filter(s -> s.before().contains(arn)).isEmpty();
  }
}
