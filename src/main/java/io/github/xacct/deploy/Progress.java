package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.Reported;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is new since the last look at a deployment; reported once, with a heartbeat when nothing is.
 */
final class Progress {
  private static final Duration HEARTBEAT = Duration.ofMinutes(1);

  private final Reporter reporter;
  private final Clock clock;
  private final Instant began;
  private final Instant created;
  private final Map<String, Reported<LifecycleStatus>> lifecycle = new HashMap<>();
  private List<Event.TaskSet> taskSets = List.of();
  private boolean shifted;
  private Instant lastTold;
  private String doing = "the deployment to start";

  /**
   * @param created when the deployment was; absent for one that is followed from its beginning
   * @param tellShift whether the shift is news
   */
  Progress(Reporter reporter, Clock clock, Optional<Instant> created, boolean tellShift) {
    this.shifted = !tellShift;
    this.reporter = reporter;
    this.clock = clock;
    this.began = clock.instant();
    this.created = created.orElse(began);
    this.lastTold = began;
  }

  /** Reports what has changed; true if anything has. */
  boolean report(DeploymentState state) {
    boolean news = false;
    for (var event : state.lifecycle()) {
      if (!event.status().is(LifecycleStatus.PENDING)
          && !event.status().equals(lifecycle.put(event.name(), event.status()))) {
        reported(
            new Event.LifecycleEventChanged(
                event.name(), event.status(), event.took(), event.start(), event.end()));
        doing = event.name();
        news = true;
      }
    }
    if (!state.taskSets().isEmpty() && !state.taskSets().equals(taskSets)) {
      taskSets = state.taskSets();
      reported(new Event.TaskSetsChanged(taskSets));
      news = true;
    }
    if (state.shifted() && !shifted) {
      shifted = true;
      doing = "the original task set to end";
      reported(new Event.TrafficShifted(shiftedAfter(state)));
      news = true;
    }
    if (!news && Duration.between(lastTold, clock.instant()).compareTo(HEARTBEAT) >= 0) {
      reported(new Event.StillWaiting(doing, elapsed()));
    }
    return news;
  }

  /**
   * From the deployment's creation to the end of AllowTraffic. That is later than now only where
   * the clocks differ.
   */
  private Duration shiftedAfter(DeploymentState state) {
    Instant now = clock.instant();
    Instant at =
        state.lifecycle().stream()
            .filter(e -> Stages.SHIFTS.contains(e.name()))
            .flatMap(e -> e.end().stream())
            .filter(end -> end.isAfter(created) && end.isBefore(now))
            .findFirst()
            .orElse(now);
    return at.isBefore(created) ? Duration.ZERO : Duration.between(created, at);
  }

  /** The time since the deployment has been followed. */
  Duration elapsed() {
    return Duration.between(began, clock.instant());
  }

  private void reported(Event event) {
    lastTold = clock.instant();
    reporter.report(event);
  }
}
