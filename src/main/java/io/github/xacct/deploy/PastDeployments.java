package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.PastDeployment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.RegisteredImage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lists the past deployments of an environment and what each of them deployed. */
public final class PastDeployments {
  /** The upper limit of the list, which few deployment groups exceed. */
  public static final int MOST = 1000;

  private static final String BY = " by ";

  private final TaskDefinitions taskDefinitions;
  private final History history;
  private final String container;
  private final Consumer<String> warn;
  private final Map<String, Optional<String>> digests = new HashMap<>();
  private final Set<String> unseen = new HashSet<>();

  /**
   * @param container name of the app's container, whose image is looked up
   * @param warn receives a warning for what cannot be shown
   */
  public PastDeployments(
      TaskDefinitions taskDefinitions, History history, String container, Consumer<String> warn) {
    this.taskDefinitions = taskDefinitions;
    this.history = history;
    this.container = container;
    this.warn = warn;
  }

  /**
   * The last deployments, newest first.
   *
   * @param count maximum number
   */
  public List<PastDeployment> last(int count) {
    return history.last(count).stream().map(this::deployment).toList();
  }

  private PastDeployment deployment(History.Past past) {
    var taskDefinition = seen("task definitions", () -> history.taskDefinition(past));
    return new PastDeployment(
        past.id(),
        past.status(),
        past.created(),
        past.completed().map(end -> Duration.between(past.created(), end)),
        taskDefinition,
        taskDefinition.flatMap(this::digest),
        DeploymentLabel.commit(past.description()),
        by(past),
        past.description(),
        past.rollback(),
        past.status() == DeploymentStatus.SUCCEEDED ? Optional.empty() : past.error());
  }

  /** The digest of the image; cached, since several deployments may have the same revision. */
  private Optional<String> digest(String taskDefinition) {
    return digests.computeIfAbsent(
        taskDefinition,
        arn ->
            seen("images", () -> taskDefinitions.describe(arn))
                .flatMap(registered -> RegisteredImage.of(registered.json(), container))
                .map(ImageReference::digest)
                .map(Object::toString));
  }

  /** Reads an optional detail. After a failure it warns and does not read that kind again. */
  private <T> Optional<T> seen(String what, Supplier<Optional<T>> read) {
    if (unseen.contains(what)) {
      return Optional.empty();
    }
    try {
      return read.get();
    } catch (XacctException e) {
      unseen.add(what);
      warn.accept(
          "Not all " + what + " are shown. " + e.problem() + " " + String.join(" ", e.evidence()));
      return Optional.empty();
    }
  }

  private static String by(History.Past past) {
    if (past.rollback()) {
      return "CodeDeploy (automatic rollback)";
    }
    int at = past.description().lastIndexOf(BY);
    return at < 0 ? "-" : past.description().substring(at + BY.length());
  }
}
