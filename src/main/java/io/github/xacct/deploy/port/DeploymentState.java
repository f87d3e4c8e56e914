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
 * The state of a deployment at one moment.
 *
 * @param shifted whether the replacement task set has all production traffic; the deployment itself
 *     succeeds only after the termination wait
 * @param error code and message, if it failed or was stopped
 * @param rollback ID of the deployment that rolls this one back
 * @param lifecycle the lifecycle events in order; empty if unknown
 * @param taskSets blue and green; for a rollback with the labels of the deployment that it rolls
 *     back
 * @param pause at which it waits while in Ready; empty for an engine with a single wait
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

  /** The state in an engine with a single wait, which has no name. */
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
   * @param id unique among the waits
   * @param stage in which it waits
   * @param until when the wait ends by itself, if known
   * @param continues whether the deployment continues then; otherwise it is rolled back
   */
  public record Pause(
      String id, Optional<String> stage, Optional<Instant> until, boolean continues) {}

  /** One lifecycle event; {@code message} is set if it failed. */
  public record LifecycleEvent(
      String name,
      Reported<LifecycleStatus> status,
      Optional<Instant> start,
      Optional<Instant> end,
      Optional<String> message) {

    /** How long the event took; empty until it has ended. */
    public Optional<Duration> took() {
      return start.flatMap(s -> end.map(e -> Duration.between(s, e)));
    }
  }
}
