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

/** How a followed deployment stood when it was last reported: for whoever has no time to ask. */
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
   * Traffic that moves is what it was continued for; where ECS deploys, the next wait may follow.
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

  /** The deployment that has not ended. */
  public synchronized Optional<String> id() {
    return id;
  }

  /** The one that undoes it. */
  public synchronized Optional<String> rollback() {
    return rollback;
  }

  /** Why we wanted it stopped and rolled back. */
  public synchronized Optional<String> stopping() {
    return stopping;
  }

  /** Whether it is rolled back if it is stopped. */
  public synchronized boolean goesBack() {
    return back;
  }

  /** Whether it was continued, and nothing has been seen of that. */
  public synchronized boolean continued() {
    return continued && !shifted && lifecycle.values().stream().noneMatch(ReadyWait::isAfterwards);
  }

  /**
   * The last state of the deployment, or of its rollback if that has begun; absent for one that was
   * found in flight, until anything is reported of it.
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

  /** Ready is known by what follows it, or by all that precedes it. */
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
