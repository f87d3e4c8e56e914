package io.github.xacct.deploy.port;

import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.model.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One deployment at one moment.
 *
 * @param shifted whether the replacement task set has all production traffic, which comes before
 *     the deployment itself succeeds by the termination wait
 * @param error code and message of a deployment that failed or was stopped
 * @param rollback id of the deployment that undoes this one
 * @param lifecycle events in their order; empty when not known yet
 * @param taskSets blue and green; in a rollback under the labels of the deployment that it undoes
 * @param pause what it waits at while it is ready; absent where an engine knows one wait only
 */
public record DeploymentState(
    String id,
    DeploymentStatus status,
    boolean shifted,
    Optional<String> error,
    Optional<String> rollback,
    List<LifecycleEvent> lifecycle,
    List<Event.TaskSet> taskSets,
    Optional<Pause> pause) {

  /** The same where there is one wait only, which has no name. */
  public DeploymentState(
      String id,
      DeploymentStatus status,
      boolean shifted,
      Optional<String> error,
      Optional<String> rollback,
      List<LifecycleEvent> lifecycle,
      List<Event.TaskSet> taskSets) {
    this(id, status, shifted, error, rollback, lifecycle, taskSets, Optional.empty());
  }

  /**
   * One of several waits of a deployment.
   *
   * @param id unlike that of any other wait
   * @param stage in which it waits
   * @param until when the wait ends by itself, if that is known
   * @param continues whether the deployment goes on then; otherwise it is rolled back
   */
  public record Pause(
      String id, Optional<String> stage, Optional<Instant> until, boolean continues) {}

  /** One lifecycle event; {@code message} is what a failed one says of itself. */
  public record LifecycleEvent(
      String name,
      Reported<LifecycleStatus> status,
      Optional<Instant> start,
      Optional<Instant> end,
      Optional<String> message) {

    /** How long it took, once it has ended. */
    public Optional<Duration> took() {
      return start.flatMap(s -> end.map(e -> Duration.between(s, e)));
    }
  }
}
