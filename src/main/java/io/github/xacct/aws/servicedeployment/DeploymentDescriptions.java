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
 * What a deployment is described by. A service deployment has no description of its own, so that it
 * is a tag of the task definition that it brings, whose key names the deployment. While that is not
 * known yet, the description is announced, with the moment after which the deployment is created.
 */
final class DeploymentDescriptions {
  private final EcsClient ecs;
  private final EcsClient brief;
  private final ServiceDeploymentReader reader;
  private final Consumer<String> warn;

  /**
   * @param ecs asks for what a deployment depends on
   * @param brief asks for what can be done without
   * @param reader of the service's deployments
   * @param warn is given why a description cannot be kept
   */
  DeploymentDescriptions(
      EcsClient ecs, EcsClient brief, ServiceDeploymentReader reader, Consumer<String> warn) {
    this.ecs = ecs;
    this.brief = brief;
    this.reader = reader;
    this.warn = warn;
  }

  /**
   * Keeps the description of a deployment that is to be created.
   *
   * @param after every deployment that is there already was created by then, as ECS has it
   * @return whether it is kept; the deployment does without it
   */
  boolean announce(String taskDefinition, String description, Instant after) {
    return keep(taskDefinition, DescriptionTags.announced(description, after));
  }

  /** Keeps the description of a deployment that is known now. */
  void claim(String taskDefinition, String deploymentId, String description) {
    keep(taskDefinition, DescriptionTags.of(deploymentId, description));
  }

  /** The deployment that was announced is not created. */
  void withdraw(String taskDefinition) {
    try {
      tag(taskDefinition, DescriptionTags.withdrawn());
    } catch (SdkException e) {
      return; // it names a run of which no deployment is found
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

  /** That of a deployment; empty if it has none, or it cannot be read. */
  Optional<String> of(String deploymentArn, String revisionArn) {
    try {
      return read(brief, deploymentArn, revisionArn);
    } catch (SdkException e) {
      return Optional.empty();
    }
  }

  /**
   * The same where a deployment is known by it as ours: empty if it may not be read.
   *
   * @throws SdkException if it may be read a moment later
   */
  Optional<String> surely(String deploymentArn, String revisionArn) {
    return unlessRefused(() -> read(ecs, deploymentArn, revisionArn));
  }

  /**
   * The descriptions of deployments of a task definition that are known to be somebody's own.
   *
   * @throws SdkException if they may be read a moment later
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

  /** Whether it is the first one of its revision since, of those that nothing else describes. */
  private boolean isOf(
      String deploymentArn, Instant after, String taskDefinition, DescriptionTags tags) {
    return reader.list(List.of(), after).stream()
        .filter(brief -> ServiceDeploymentReader.created(brief).isAfter(after))
        .filter(brief -> reader.brings(brief.targetServiceRevisionArn(), taskDefinition))
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
