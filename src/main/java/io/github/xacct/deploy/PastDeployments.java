package io.github.xacct.deploy;

import io.github.xacct.model.ImageReference;
import io.github.xacct.report.PastDeployment;
import io.github.xacct.revision.RegisteredImage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The deployments of an environment with what each of them brought. */
public final class PastDeployments {
  /** As many as CodeDeploy remembers of most groups. */
  public static final int MOST = 1000;

  private static final String BY = " by ";

  private final TaskDefinitions taskDefinitions;
  private final History history;
  private final String container;
  private final Map<String, Optional<String>> digests = new HashMap<>();

  /**
   * @param container the app's, whose image is looked up
   */
  public PastDeployments(TaskDefinitions taskDefinitions, History history, String container) {
    this.taskDefinitions = taskDefinitions;
    this.history = history;
    this.container = container;
  }

  /**
   * The last deployments, newest first.
   *
   * @param count at the most
   */
  public List<PastDeployment> last(int count) {
    return history.last(count).stream().map(this::deployment).toList();
  }

  private PastDeployment deployment(History.Past past) {
    var taskDefinition = history.taskDefinition(past);
    return new PastDeployment(
        past.id(),
        past.status().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        past.created(),
        past.completed().map(end -> Duration.between(past.created(), end)),
        taskDefinition,
        taskDefinition.flatMap(this::digest),
        Signature.commit(past.description()),
        by(past),
        past.description(),
        past.rollback(),
        past.status() == DeploymentState.Status.SUCCEEDED ? Optional.empty() : past.error());
  }

  /** Several deployments may have brought the same revision. */
  private Optional<String> digest(String taskDefinition) {
    return digests.computeIfAbsent(
        taskDefinition,
        arn ->
            taskDefinitions
                .describe(arn)
                .flatMap(registered -> RegisteredImage.of(registered.json(), container))
                .map(ImageReference::digest)
                .map(Object::toString));
  }

  private static String by(History.Past past) {
    if (past.rollback()) {
      return "CodeDeploy (automatic rollback)";
    }
    int at = past.description().lastIndexOf(BY);
    return at < 0 ? "-" : past.description().substring(at + BY.length());
  }
}
