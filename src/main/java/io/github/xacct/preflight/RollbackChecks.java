package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.ROLLBACK_IMAGE;
import static io.github.xacct.preflight.Check.ROLLBACK_TASK_DEFINITION;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Supplier;

/** Checks whether the previous successful version could be deployed again. */
final class RollbackChecks implements Section {
  private static final String NOTHING_YET = "nothing to go back to yet";

  private final SetUp setUp;

  RollbackChecks(SetUp setUp) {
    this.setUp = setUp;
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    return Map.of(ROLLBACK_TASK_DEFINITION, this::taskDefinition, ROLLBACK_IMAGE, this::image);
  }

  private CheckVerdict taskDefinition() {
    var arn = new RollbackVersion(setUp).taskDefinition();
    if (arn.isEmpty()) {
      return CheckVerdict.ok(NOTHING_YET);
    }
    var status =
        setUp.taskDefinition(arn.get()).map(found -> found.path("status").asText("ACTIVE"));
    if (status.filter("ACTIVE"::equals).isPresent()) {
      return CheckVerdict.ok(arn.get());
    }
    return CheckVerdict.fail(
            "The last good task definition " + arn.get() + " is " + status.orElse("gone") + ".")
        .evidence("A rollback to it would fail: ECS starts no new tasks of it.")
        .fix("deploy the last good commit again, and do not deregister its task definition.");
  }

  private CheckVerdict image() {
    var arn = new RollbackVersion(setUp).taskDefinition();
    if (arn.isEmpty()) {
      return CheckVerdict.ok(NOTHING_YET);
    }
    JsonNode definition =
        setUp
            .taskDefinition(arn.get())
            .orElseThrow(() -> new Skip("it is gone (rollback.task-definition)"));
    var image =
        setUp
            .imageOf(definition)
            .orElseThrow(() -> new Skip("its image is not of this repository"));
    if (setUp.holds(image.digest())) {
      return CheckVerdict.ok(image.digest().toString());
    }
    return CheckVerdict.fail(
            "The image of the last good deployment is not in the repository any more.")
        .evidence(image + ", of " + arn.get())
        .fix(
            "deploy the last good commit again,",
            "and keep more images: see the repository's lifecycle policy.");
  }
}
