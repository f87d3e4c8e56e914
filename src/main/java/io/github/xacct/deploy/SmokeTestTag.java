package io.github.xacct.deploy;

import io.github.xacct.deploy.port.TaskDefinitionTags;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.revision.RegisteredTags;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The result of an environment's smoke tests, stored as a tag of the tested revision. A revision
 * names its image by digest and is immutable, so the tag stays valid for that digest in that
 * environment whatever is deployed later.
 */
public enum SmokeTestTag {
  PASSED,
  FAILED;

  /**
   * The key; tags that begin with {@code xacct:} are ignored when task definitions are compared.
   */
  private static final String KEY = "xacct:smoke-tests";

  /** The result as the tag and messages contain it. */
  String words() {
    return this == PASSED ? "passed" : "failed";
  }

  /** The result in the tag of a registered revision; empty without a tag. */
  static Optional<SmokeTestTag> of(TaskDefinitions.Registered revision) {
    return RegisteredTags.value(revision.json(), KEY)
        .map(value -> value.startsWith("passed ") ? PASSED : FAILED);
  }

  /** The time in the tag of the revision; empty without a tag. */
  static Optional<Instant> noted(TaskDefinitions.Registered revision) {
    try {
      return RegisteredTags.value(revision.json(), KEY)
          .map(value -> Instant.parse(value.substring(value.indexOf(' ') + 1)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Tags the task definition with the result and the time. */
  void put(TaskDefinitionTags taskDefinitionTags, String taskDefinitionArn, Instant at) {
    taskDefinitionTags.mark(taskDefinitionArn, KEY, words() + " " + at.toString());
  }
}
