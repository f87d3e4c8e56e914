package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.DeploymentState.LifecycleEvent;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.TaskSetLabel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last reported state of a followed deployment, for callers that cannot read it again. */
public final class LastSeen implements Reporter {
  private final Map<String, LifecycleEvent> lifecycle = new LinkedHashMap<>();
  private List<Event.TaskSet> taskSets = List.of();
  private Optional<String> id = Optional.empty();
  private Optional<String> rollback = Optional.empty();
  private Optional<String> stopping = Optional.empty();
  private boolean shifted;
  private boolean asked;
  private boolean back;
  private boolean continued;
  private boolean seen;
  private boolean others;

  @Override
  public synchronized void report(Event event) {
    if (event instanceof Event.DeploymentCreated created) {
      begin(created.deploymentId());
    } else if (event instanceof Event.DeploymentAttached attached) {
      begin(attached.deploymentId());
      others = true;
    } else if (event instanceof Event.RollbackStarted started) {
      rollback = Optional.of(started.deploymentId());
      lifecycle.clear();
      shifted = false;
    } else if (event instanceof Event.LifecycleEventChanged one) {
      seen = true;
      lifecycle.put(
          one.name(),
          new LifecycleEvent(one.name(), one.status(), one.began(), one.ended(), Optional.empty()));
    } else if (event instanceof Event.TaskSetsChanged changed) {
      see(changed.taskSets());
    } else if (event instanceof Event.TrafficShifted) {
      shifted = true;
      seen = true;
    } else if (event instanceof Event.StopRequested stop) {
      begin(stop.deploymentId());
      others = true;
      stopping = Optional.of("it was requested");
      back = stop.rollback();
    } else if (event instanceof Event.ShiftRequested) {
      continued = true;
    } else if (event instanceof Event.CircuitOpened opened) {
      stopping = Optional.of(opened.reason());
    } else if (event instanceof Event.ApprovalAwaited || event instanceof Event.SmokeTestEnded) {
      asked = true;
      continued = false;
    } else if (event instanceof Event.DeploymentEnded) {
      id = Optional.empty();
    }
  }

  /**
   * Records the task sets. A traffic shift confirms the continue command; another wait may follow.
   */
  private void see(List<Event.TaskSet> now) {
    if (continued && share(now) != share(taskSets)) {
      continued = false;
      asked = false;
    }
    taskSets = now;
  }

  private static double share(List<Event.TaskSet> sets) {
    return sets.stream()
        .filter(set -> set.label().is(TaskSetLabel.GREEN))
        .mapToDouble(Event.TaskSet::trafficWeight)
        .sum();
  }

  private void begin(String deployment) {
    id = Optional.of(deployment);
    rollback = Optional.empty();
    stopping = Optional.empty();
    lifecycle.clear();
    taskSets = List.of();
    shifted = false;
    asked = false;
    back = true;
    continued = false;
    seen = false;
    others = false;
  }

  /** The ID of the deployment that has not ended. */
  public synchronized Optional<String> id() {
    return id;
  }

  /** The ID of its rollback. */
  public synchronized Optional<String> rollback() {
    return rollback;
  }

  /** Why this run requested a stop with a rollback. */
  public synchronized Optional<String> stopping() {
    return stopping;
  }

  /** Whether a requested stop includes a rollback. */
  public synchronized boolean goesBack() {
    return back;
  }

  /** Whether the deployment was continued and shows no effect yet. */
  public synchronized boolean continued() {
    return continued && !shifted && lifecycle.values().stream().noneMatch(ReadyWait::isAfterwards);
  }

  /**
   * The last state of the deployment, or of its rollback once that has begun; empty for a
   * deployment found in flight until something is reported of it.
   */
  public synchronized Optional<DeploymentState> state() {
    return rollback
        .or(() -> id)
        .filter(which -> seen || !others)
        .map(
            which ->
                new DeploymentState(
                    which,
                    status(),
                    shifted,
                    Optional.empty(),
                    Optional.empty(),
                    new ArrayList<>(lifecycle.values()),
                    taskSets));
  }

  /** Derives the status from the lifecycle events before and after Ready. */
  private DeploymentStatus status() {
    if (!seen) {
      return DeploymentStatus.CREATED;
    }
    boolean before = lifecycle.values().stream().noneMatch(ReadyWait::isAfterwards);
    var tested = lifecycle.get("AfterAllowTestTraffic");
    boolean ready = asked || tested != null && tested.status().is(LifecycleStatus.SUCCEEDED);
    return rollback.isEmpty() && before && ready && !shifted
        ? DeploymentStatus.READY
        : DeploymentStatus.IN_PROGRESS;
  }
}
