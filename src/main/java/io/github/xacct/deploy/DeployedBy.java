package io.github.xacct.deploy;

import io.github.xacct.deploy.port.History;
import io.github.xacct.event.DeploymentStatus;
import java.util.List;
import java.util.Optional;

/** Finds the deployment that deployed the running version. */
final class DeployedBy {
  private DeployedBy() {}

  /** The newest successful deployment of this task definition in the list. */
  static Optional<History.Past> by(
      History history, List<History.Past> newestFirst, Optional<String> taskDefinition) {
    return newestFirst.stream()
        .filter(past -> past.status() == DeploymentStatus.SUCCEEDED)
        .filter(past -> history.taskDefinition(past).equals(taskDefinition))
        .findFirst();
  }
}
