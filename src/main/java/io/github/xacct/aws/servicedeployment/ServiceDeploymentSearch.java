package io.github.xacct.aws.servicedeployment;

import io.github.xacct.deploy.port.DeploymentLabel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;

/** Finds the service deployments of a run, and the one that replaced another. */
final class ServiceDeploymentSearch {
  private static final Duration NEWEST = Duration.ofDays(2);
  private static final int COUNT = 5;

  private final ServiceDeploymentReader reader;
  private final DeploymentDescriptions descriptions;
  private final Clock clock;

  ServiceDeploymentSearch(
      ServiceDeploymentReader reader, DeploymentDescriptions descriptions, Clock clock) {
    this.reader = reader;
    this.descriptions = descriptions;
    this.clock = clock;
  }

  /** Returns the newest deployment that this run of a pipeline has created. */
  Optional<String> ofRun(String run) {
    return reader.list(List.of(), clock.instant().minus(NEWEST)).stream()
        .limit(COUNT)
        .filter(brief -> isOf(brief.serviceDeploymentArn(), brief.targetServiceRevisionArn(), run))
        .map(ServiceDeploymentBrief::serviceDeploymentArn)
        .map(ServiceDeploymentId::of)
        .findFirst();
  }

  /** Whether this run of a pipeline has created the deployment. */
  boolean isOf(ServiceDeployment deployment, String run) {
    var target = deployment.targetServiceRevision();
    return isOf(deployment.serviceDeploymentArn(), target == null ? null : target.arn(), run);
  }

  private boolean isOf(String arn, @Nullable String revisionArn, String run) {
    return Optional.ofNullable(revisionArn)
        .flatMap(revision -> descriptions.surely(arn, revision))
        .filter(description -> DeploymentLabel.isOfRun(description, run))
        .isPresent();
  }

  /** Returns the first deployment that was created before this one had ended. */
  Optional<ServiceDeploymentBrief> replacing(ServiceDeployment deployment) {
    Instant created = deployment.createdAt();
    return created == null
        ? Optional.empty()
        : reader.list(List.of(), created).stream()
            .filter(brief -> ServiceDeploymentReader.created(brief).isAfter(created))
            .filter(brief -> isBeforeTheEnd(brief, deployment))
            .reduce((newer, older) -> older);
  }

  /** Whether the later one was created before the end of the other, and so ended it. */
  private static boolean isBeforeTheEnd(ServiceDeploymentBrief later, ServiceDeployment ended) {
    return Stream.of(ended.finishedAt(), ended.stoppedAt())
        .filter(Objects::nonNull)
        .noneMatch(end -> ServiceDeploymentReader.created(later).isAfter(end));
  }
}
