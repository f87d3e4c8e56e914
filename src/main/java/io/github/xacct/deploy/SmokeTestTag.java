package io.github.xacct.deploy;

import io.github.xacct.deploy.port.TaskDefinitionTags;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.revision.RegisteredTags;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What the smoke tests of an environment said of a revision: a tag of that revision. A revision
 * names its image by digest and never changes, so the tag speaks of that digest in that
 * environment, whatever is deployed later.
 */
public enum SmokeTestTag {
  PASSED,
  FAILED;

  /** Tags that begin with xacct: are left out when task definitions are compared. */
  private static final String KEY = "xacct:smoke-tests";

  /** As it stands in the tag and in messages. */
  String words() {
    return this == PASSED ? "passed" : "failed";
  }

  /** What is noted beside a registered revision, if anything. */
  static Optional<SmokeTestTag> of(TaskDefinitions.Registered revision) {
    return RegisteredTags.value(revision.json(), KEY)
        .map(value -> value.startsWith("passed ") ? PASSED : FAILED);
  }

  /** The time that the tag of the revision holds; empty without a tag. */
  static Optional<Instant> noted(TaskDefinitions.Registered revision) {
    try {
      return RegisteredTags.value(revision.json(), KEY)
          .map(value -> Instant.parse(value.substring(value.indexOf(' ') + 1)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Writes the tag to the task definition, with the time. */
  void put(TaskDefinitionTags taskDefinitionTags, String taskDefinitionArn, Instant at) {
    taskDefinitionTags.mark(taskDefinitionArn, KEY, words() + " " + at.toString());
  }
}
