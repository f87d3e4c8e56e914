package io.github.xacct.deploy.port;

import io.github.xacct.event.DeploymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was deployed before. */
public interface History {
  /** How many deployments are listed to find one. */
  int LOOK_BACK = 100;

  /**
   * The last deployments, newest first.
   *
   * @param count at the most
   */
  List<Past> last(int count);

  /** One deployment of this history, if it is of it. */
  default Optional<Past> find(String id) {
    return last(LOOK_BACK).stream().filter(past -> past.id().equals(id)).findFirst();
  }

  /** The ARN of the task definition that a deployment brought, if that can still be reported. */
  Optional<String> taskDefinition(Past past);

  /**
   * One deployment of the past, or of now.
   *
   * @param revision the engine's own key to what it brought
   * @param rollback whether it undid another one
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
