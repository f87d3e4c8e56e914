package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;

/**
 * What a deployment is described by. A service deployment has no description of its own, so that it
 * is a tag of the task definition that it brings: the last deployment of a revision names it.
 */
final class DeploymentDescriptions {
  static final String TAG = "xacct:deployment";

  private final EcsClient ecs;
  private final EcsClient brief;
  private final Consumer<String> warn;

  /**
   * @param ecs asks for what a deployment depends on
   * @param brief asks for what can be done without
   * @param warn is reported that a description cannot be kept, and why
   */
  DeploymentDescriptions(EcsClient ecs, EcsClient brief, Consumer<String> warn) {
    this.ecs = ecs;
    this.brief = brief;
    this.warn = warn;
  }

  /** Keeps it; the deployment does without it if it cannot be kept twice. */
  void keep(String taskDefinition, String description) {
    try {
      tag(taskDefinition, description);
    } catch (SdkException first) {
      tagAgain(taskDefinition, description);
    }
  }

  private void tag(String taskDefinition, String description) {
    brief.tagResource(
        r ->
            r.resourceArn(taskDefinition)
                .tags(Tag.builder().key(TAG).value(tagValue(description)).build()));
  }

  private void tagAgain(String taskDefinition, String description) {
    try {
      tag(taskDefinition, description);
    } catch (SdkException e) {
      warn.accept(
          "The deployment's description is not kept with its task definition, so that history shows"
              + " none. AWS said: "
              + AwsErrors.words(e));
    }
  }

  /** The one of a task definition; empty if it has none, or it cannot be read. */
  Optional<String> of(String taskDefinition) {
    try {
      return read(brief, taskDefinition);
    } catch (SdkException e) {
      return Optional.empty();
    }
  }

  /**
   * The same where a deployment is known by it as ours: empty if it may not be read.
   *
   * @throws SdkException if it may be read a moment later
   */
  Optional<String> surely(String taskDefinition) {
    try {
      return read(ecs, taskDefinition);
    } catch (AwsServiceException e) {
      if (AwsErrors.mayPass(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Optional<String> read(EcsClient client, String taskDefinition) {
    return client
        .describeTaskDefinition(
            r -> r.taskDefinition(taskDefinition).include(TaskDefinitionField.TAGS))
        .tags()
        .stream()
        .filter(tag -> TAG.equals(tag.key()))
        .map(tag -> tag.value())
        .findFirst();
  }

  /** AWS takes letters, digits, spaces and {@code _.:/=+-@} in the value of a tag. */
  static String tagValue(String description) {
    return description.replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]", "_");
  }
}
