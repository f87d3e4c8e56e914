package io.github.xacct.deploy;

import io.github.xacct.deploy.RollbackTarget.Kind;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.RegisteredImage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the version to roll back to: one whose deployment succeeded. */
public final class GoodVersions {
  private static final int LOOK_BACK = 100;

  private final TaskDefinitions taskDefinitions;
  private final History history;
  private final String container;

  /**
   * @param container name of the app's container, whose image is compared with a digest
   */
  public GoodVersions(TaskDefinitions taskDefinitions, History history, String container) {
    this.taskDefinitions = taskDefinitions;
    this.history = history;
    this.container = container;
  }

  /**
   * Finds the version among the last 100 deployments. The running version is a candidate only while
   * production traffic is split.
   *
   * @throws XacctException if there is none, if it is the running version, or if its task
   *     definition is deregistered
   */
  public Rollback.Good find(RollbackTarget target, TargetAccountState state, String environment) {
    String running =
        state.runningTaskDefinition().filter(arn -> state.split().isEmpty()).orElse("");
    var past = history.last(LOOK_BACK);
    Set<String> seen = new HashSet<>();
    for (var one : past) {
      var arn = succeeded(one).flatMap(history::taskDefinition);
      if (arn.isEmpty() || arn.get().equals(running) && target.kind() == Kind.BACK) {
        continue;
      }
      boolean isNew = seen.add(arn.get());
      boolean counted = target.back().map(back -> isNew && seen.size() == back).orElse(false);
      if (counted || target.names(one, arn.get(), digest(target, arn.get()))) {
        return usable(new Rollback.Good(one, arn.get()), running, environment);
      }
    }
    throw none(target, running, past, seen, environment);
  }

  private static Optional<History.Past> succeeded(History.Past past) {
    return Optional.of(past).filter(p -> p.status() == DeploymentStatus.SUCCEEDED);
  }

  /** The digest of the app's image; read only if the target is a digest. */
  private Optional<String> digest(RollbackTarget target, String arn) {
    return target.kind() != Kind.DIGEST
        ? Optional.empty()
        : taskDefinitions
            .describe(arn)
            .flatMap(registered -> RegisteredImage.of(registered.json(), container))
            .map(ImageReference::digest)
            .map(Object::toString);
  }

  /**
   * Refuses a deregistered revision: ECS starts no task of it, so the deployment would fail later.
   */
  private Rollback.Good usable(Rollback.Good good, String running, String environment) {
    String arn = good.taskDefinition();
    if (arn.equals(running)) {
      throw XacctException.yours(arn + " has the production traffic already.")
          .evidence("It was deployed by " + good.past().id() + ".")
          .suggestion("mvn xacct:history -Denv=" + environment);
    }
    var registered = taskDefinitions.describe(arn);
    if (registered.filter(r -> RegisteredImage.isActive(r.json())).isEmpty()) {
      throw XacctException.yours(
              "Cannot roll back to %s: the task definition is %s."
                  .formatted(arn, registered.isPresent() ? "INACTIVE" : "deleted"))
          .evidence("It was deployed by " + good.past().id() + ": " + good.past().description())
          .evidence("ECS starts no tasks of a deregistered task definition. Nothing was changed.")
          .suggestion("deploy it again from its commit,")
          .suggestion("or choose another version: mvn xacct:history -Denv=" + environment);
    }
    return good;
  }

  private static XacctException none(
      RollbackTarget target,
      String running,
      List<History.Past> past,
      Set<String> seen,
      String environment) {
    boolean any = target.equals(RollbackTarget.LAST_GOOD);
    return XacctException.yours(
            any
                ? "There is no good deployment to go back to."
                : "No successful deployment matches xacct.to (" + target + ").")
        .evidence("Running: " + (running.isEmpty() ? "nothing" : running))
        .evidence(
            past.isEmpty()
                ? "There are no deployments."
                : "The last %s deployments included %s other good revisions."
                    .formatted(past.size(), seen.size()))
        .suggestion("mvn xacct:history -Denv=" + environment);
  }
}
