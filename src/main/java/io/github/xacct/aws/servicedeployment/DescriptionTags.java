package io.github.xacct.aws.servicedeployment;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Tag;

/**
 * The tags of a task definition that describe its deployments: one for each, and two for the latest
 * announced deployment, its description and the time after which it is created.
 *
 * @param values the tags' values by key
 */
record DescriptionTags(Map<String, String> values) {
  private static final String ANNOUNCED = "xacct:deployment";
  private static final String AFTER = "xacct:deployment-after";
  private static final String CLAIMED = "xacct:deployment:";

  /** The description of a deployment that is created after this time, by ECS's clock. */
  record Announced(String description, Instant after) {}

  static List<Tag> announced(String description, Instant after) {
    return List.of(tag(ANNOUNCED, description), tag(AFTER, after.toString()));
  }

  static List<Tag> withdrawn() {
    return List.of(tag(ANNOUNCED, ""));
  }

  static List<Tag> of(String deploymentId, String description) {
    return List.of(tag(CLAIMED + deploymentId, description));
  }

  private static Tag tag(String key, String description) {
    return Tag.builder().key(key).value(tagValue(description)).build();
  }

  /**
   * Replaces what AWS does not allow in tag values: other than letters, digits, spaces and {@code
   * _.:/=+-@}.
   */
  private static String tagValue(String description) {
    return description.replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]", "_");
  }

  /** Returns the description that a tag assigns to this deployment. */
  Optional<String> claimed(String deploymentArn) {
    return Optional.ofNullable(values.get(CLAIMED + ServiceDeploymentId.of(deploymentArn)));
  }

  /** Whether a tag assigns another description than this one to the deployment. */
  boolean isAnothers(String deploymentArn, String description) {
    return claimed(deploymentArn).filter(own -> !own.equals(tagValue(description))).isPresent();
  }

  /** Returns the announced description, unless its deployment is known meanwhile. */
  Optional<Announced> announced() {
    return Optional.ofNullable(values.get(ANNOUNCED))
        .filter(description -> !description.isEmpty())
        .filter(description -> !isClaimed(description))
        .flatMap(description -> after().map(after -> new Announced(description, after)));
  }

  private boolean isClaimed(String description) {
    return values.entrySet().stream()
        .anyMatch(tag -> tag.getKey().startsWith(CLAIMED) && tag.getValue().equals(description));
  }

  private Optional<Instant> after() {
    try {
      return Optional.ofNullable(values.get(AFTER)).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
