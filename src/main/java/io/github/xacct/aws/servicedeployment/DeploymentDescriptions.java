package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

/**
 * Reads and writes the descriptions of service deployments, which have none of their own: each is a
 * tag of the deployed task definition, and the tag's key contains the deployment's ID. Before the
 * ID is known, the description is announced together with the time after which the deployment is
 * created.
 */
final class DeploymentDescriptions {
  private final EcsClient ecs;
  private final EcsClient brief;
  private final ServiceDeploymentReader reader;
  private final Consumer<String> warn;

  /**
   * @param ecs for reads that a deployment depends on
   * @param brief for optional calls
   * @param reader reads the service's deployments
   * @param warn receives a warning if a description cannot be written
   */
  DeploymentDescriptions(
      EcsClient ecs, EcsClient brief, ServiceDeploymentReader reader, Consumer<String> warn) {
    this.ecs = ecs;
    this.brief = brief;
    this.reader = reader;
    this.warn = warn;
  }

  /**
   * Writes the description of a deployment that is about to be created.
   *
   * @param after the time, by ECS's clock, by which all existing deployments were created
   * @return whether it was written; the deployment works without it
   */
  boolean announce(String taskDefinition, String description, Instant after) {
    return keep(taskDefinition, DescriptionTags.announced(description, after));
  }

  /** Writes the description of a deployment whose ID is known. */
  void claim(String taskDefinition, String deploymentId, String description) {
    keep(taskDefinition, DescriptionTags.of(deploymentId, description));
  }

  /** Removes the announced description: the deployment is not created. */
  void withdraw(String taskDefinition) {
    try {
      tag(taskDefinition, DescriptionTags.withdrawn());
    } catch (SdkException e) {
      return; // harmless: it describes a run that has no deployment
    }
  }

  private boolean keep(String taskDefinition, List<Tag> tags) {
    try {
      tag(taskDefinition, tags);
      return true;
    } catch (SdkException first) {
      return keepAgain(taskDefinition, tags);
    }
  }

  private boolean keepAgain(String taskDefinition, List<Tag> tags) {
    try {
      tag(taskDefinition, tags);
      return true;
    } catch (SdkException e) {
      warn.accept(
          "The deployment's description is not kept with its task definition, so that history shows"
              + " none. AWS said: "
              + AwsErrors.words(e));
      return false;
    }
  }

  private void tag(String taskDefinition, List<Tag> tags) {
    brief.tagResource(r -> r.resourceArn(taskDefinition).tags(tags));
  }

  /** Returns the description of a deployment; empty if it has none or it cannot be read. */
  Optional<String> of(String deploymentArn, String revisionArn) {
    try {
      return read(brief, deploymentArn, revisionArn);
    } catch (SdkException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the description by which a deployment is recognized as ours; empty if reads are
   * refused.
   *
   * @throws SdkException if another read may succeed
   */
  Optional<String> surely(String deploymentArn, String revisionArn) {
    return unlessRefused(() -> read(ecs, deploymentArn, revisionArn));
  }

  /**
   * Returns the descriptions of a task definition's deployments; none if reads are refused.
   *
   * @throws SdkException if another read may succeed
   */
  DescriptionTags tags(String taskDefinition) {
    return unlessRefused(() -> Optional.of(tags(ecs, taskDefinition)))
        .orElseGet(() -> new DescriptionTags(Map.of()));
  }

  private static <T> Optional<T> unlessRefused(Supplier<Optional<T>> question) {
    try {
      return question.get();
    } catch (AwsServiceException e) {
      if (AwsErrors.mayPass(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Optional<String> read(EcsClient client, String deploymentArn, String revisionArn) {
    return reader
        .taskDefinition(revisionArn)
        .flatMap(
            taskDefinition -> {
              var tags = tags(client, taskDefinition);
              return tags.claimed(deploymentArn)
                  .or(
                      () ->
                          tags.announced()
                              .filter(a -> isOf(deploymentArn, a.after(), taskDefinition, tags))
                              .map(DescriptionTags.Announced::description));
            });
  }

  /**
   * Whether it is the first deployment of its revision after that time without its own description.
   */
  private boolean isOf(
      String deploymentArn, Instant after, String taskDefinition, DescriptionTags tags) {
    return reader.list(List.of(), after).stream()
        .filter(brief -> ServiceDeploymentReader.created(brief).isAfter(after))
        .filter(brief -> reader.runs(brief.targetServiceRevisionArn(), taskDefinition))
        .map(ServiceDeploymentBrief::serviceDeploymentArn)
        .filter(arn -> tags.claimed(arn).isEmpty())
        .reduce((newer, older) -> older)
        .filter(deploymentArn::equals)
        .isPresent();
  }

  private static DescriptionTags tags(EcsClient client, String taskDefinition) {
    return new DescriptionTags(
        client
            .describeTaskDefinition(
                r -> r.taskDefinition(taskDefinition).include(TaskDefinitionField.TAGS))
            .tags()
            .stream()
            .collect(Collectors.toMap(Tag::key, Tag::value, (one, same) -> one)));
  }
}
