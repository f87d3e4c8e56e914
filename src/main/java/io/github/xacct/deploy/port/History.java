package io.github.xacct.deploy.port;

import io.github.xacct.event.DeploymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The past deployments of a service. */
public interface History {
  /** How many deployments are searched for one. */
  int LOOK_BACK = 100;

  /**
   * The last deployments, newest first.
   *
   * @param count maximum number
   */
  List<Past> last(int count);

  /** The deployment of this ID, if it belongs to this history. */
  default Optional<Past> find(String id) {
    return last(LOOK_BACK).stream().filter(past -> past.id().equals(id)).findFirst();
  }

  /** The ARN of the task definition that a deployment deployed, if it can still be read. */
  Optional<String> taskDefinition(Past past);

  /**
   * One deployment, ended or in flight.
   *
   * @param revision the engine's key of the revision it deployed
   * @param rollback whether it rolled back another deployment
   * @param error code and message, if it failed
   */
  record Past(
      String id,
      DeploymentStatus status,
      Instant created,
      Optional<Instant> completed,
      String description,
      boolean rollback,
      Optional<String> error,
      Optional<String> revision) {}
}
