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
 * Reports what has changed since the last look at a deployment, and a heartbeat when nothing has.
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
  private Instant lastReported;
  private String doing = "the deployment to start";

  /**
   * @param created when the deployment was created; empty if it is followed from its beginning
   * @param reportShift whether a traffic shift is reported
   */
  Progress(Reporter reporter, Clock clock, Optional<Instant> created, boolean reportShift) {
    this.shifted = !reportShift;
    this.reporter = reporter;
    this.clock = clock;
    this.began = clock.instant();
    this.created = created.orElse(began);
    this.lastReported = began;
  }

  /** Reports what has changed; returns whether anything has. */
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
    if (!news && Duration.between(lastReported, clock.instant()).compareTo(HEARTBEAT) >= 0) {
      reported(new Event.StillWaiting(doing, elapsed()));
    }
    return news;
  }

  /**
   * The time from the creation of the deployment to the end of its traffic shift, limited to now in
   * case the clocks differ.
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

  /** The time for which the deployment has been followed. */
  Duration elapsed() {
    return Duration.between(began, clock.instant());
  }

  private void reported(Event event) {
    lastReported = clock.instant();
    reporter.report(event);
  }
}
