package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final Consumer<String> warn;

  /**
   * @param warn is reported that a description cannot be kept, and why
   */
  DeploymentDescriptions(EcsClient ecs, Consumer<String> warn) {
    this.ecs = ecs;
    this.warn = warn;
  }

  /** Keeps it; the deployment does without it if that is refused. */
  void keep(String taskDefinition, String description) {
    try {
      ecs.tagResource(
          r ->
              r.resourceArn(taskDefinition)
                  .tags(Tag.builder().key(TAG).value(tagValue(description)).build()));
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
      return ecs
          .describeTaskDefinition(
              r -> r.taskDefinition(taskDefinition).include(TaskDefinitionField.TAGS))
          .tags()
          .stream()
          .filter(tag -> TAG.equals(tag.key()))
          .map(tag -> tag.value())
          .findFirst();
    } catch (SdkException e) {
      return Optional.empty();
    }
  }

  /** AWS takes letters, digits, spaces and {@code _.:/=+-@} in the value of a tag. */
  static String tagValue(String description) {
    return description.replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]", "_");
  }
}
