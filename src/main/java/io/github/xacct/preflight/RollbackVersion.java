package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Reported;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the version to roll back to: the task definition of the newest successful deployment that
 * is not the running one. The goal {@code rollback} chooses the same.
 */
final class RollbackVersion {
  /** The lower of the two documented limits of BatchGetDeployments. */
  private static final int AT_ONCE = 25;

  private static final Pattern TASK_DEFINITION =
      Pattern.compile("arn:aws[a-z-]*:ecs:[a-z0-9-]+:\\d{12}:task-definition/[\\w-]+:\\d+");

  private final SetUp setUp;

  RollbackVersion(SetUp setUp) {
    this.setUp = setUp;
  }

  /** The last deployments, newest first, in the form of BatchGetDeployments. */
  static List<JsonNode> deployments(SetUp setUp) {
    setUp.needGroup();
    var ids =
        setUp
            .facts
            .find(setUp.ofGroup("codedeploy:ListDeployments"))
            .map(list -> JsonLists.texts(list.path("deployments")))
            .orElse(List.of());
    if (ids.isEmpty()) {
      return List.of();
    }
    return setUp
        .facts
        .find(
            Question.target("codedeploy:BatchGetDeployments")
                .with("deploymentIds", ids.stream().limit(AT_ONCE).toList()))
        .stream()
        .flatMap(answer -> JsonLists.stream(answer.path("deploymentsInfo")))
        .sorted(Comparator.comparing((JsonNode d) -> d.path("createTime").asText()).reversed())
        .toList();
  }

  /** The status of a deployment in CodeDeploy's response. */
  static Reported<DeploymentStatus> status(JsonNode deployment) {
    return Reported.of(DeploymentStatus.class, deployment.path("status").asText());
  }

  /** ARN of the task definition to roll back to. */
  Optional<String> taskDefinition() {
    String running = setUp.runningTaskDefinition().orElse("");
    if (setUp.byEcs()) {
      return ofEcs(running);
    }
    return deployments(setUp).stream()
        .filter(d -> status(d).is(DeploymentStatus.SUCCEEDED))
        .flatMap(d -> of(d).stream())
        .filter(arn -> !arn.equals(running))
        .findFirst();
  }

  private Optional<String> ofEcs(String running) {
    var ecs = setUp.ecs();
    return ecs.deployments().stream()
        .filter(d -> d.path("status").asText().equals("SUCCESSFUL"))
        .limit(AT_ONCE)
        .flatMap(d -> ecs.revision(d.path("targetServiceRevisionArn").asText()).stream())
        .map(revision -> revision.path("taskDefinition").asText())
        .filter(arn -> !arn.isEmpty() && !arn.equals(running))
        .findFirst();
  }

  /** Its image, if it is in the configured repository. */
  Optional<ImageReference> image() {
    return taskDefinition().flatMap(setUp::taskDefinition).flatMap(setUp::imageOf);
  }

  /**
   * The task definition ARN of a deployment. GetDeployment omits the AppSpec's content;
   * GetApplicationRevision returns it while it is stored.
   */
  private Optional<String> of(JsonNode deployment) {
    String sha256 = deployment.at("/revision/appSpecContent/sha256").asText("");
    if (sha256.isEmpty()) {
      return Optional.empty();
    }
    var revision = JsonNodeFactory.instance.objectNode().put("revisionType", "AppSpecContent");
    revision.putObject("appSpecContent").put("sha256", sha256);
    return setUp
        .facts
        .find(
            Question.target("codedeploy:GetApplicationRevision")
                .with("applicationName", setUp.environment.application())
                .with("revision", revision))
        .map(found -> found.at("/revision/appSpecContent/content").asText())
        .map(TASK_DEFINITION::matcher)
        .filter(java.util.regex.Matcher::find)
        .map(java.util.regex.Matcher::group);
  }
}
