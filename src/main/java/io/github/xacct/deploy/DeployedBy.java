package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.History;
import java.util.List;
import java.util.Optional;

/** Which deployment brought what is running. */
final class DeployedBy {
  private DeployedBy() {}

  /** The newest that succeeded and brought this task definition, among these. */
  static Optional<History.Past> by(
      History history, List<History.Past> newestFirst, Optional<String> taskDefinition) {
    return newestFirst.stream()
        .filter(past -> past.status() == DeploymentState.Status.SUCCEEDED)
        .filter(past -> history.taskDefinition(past).equals(taskDefinition))
        .findFirst();
  }
}
