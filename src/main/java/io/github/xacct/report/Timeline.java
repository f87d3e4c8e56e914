package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.report.DeploymentRecord.At;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arranges a deployment on a time axis: lifecycle events as spans, other events as moments. */
final class Timeline {

  /** How a row is coloured. */
  enum Tone {
    GOOD,
    BAD,
    OPEN,
    SKIPPED,
    NOTABLE
  }

  /**
   * A row of the timeline.
   *
   * @param detail the status, or what happened
   * @param ofRollback whether it belongs to the rollback
   * @param ended absent while in progress
   * @param moments of events; empty for a span from began to ended
   */
  record Row(
      String name,
      String detail,
      Tone tone,
      boolean ofRollback,
      Instant began,
      Optional<Instant> ended,
      List<Instant> moments) {

    /** Returns the duration of a span that has ended. */
    Optional<Duration> took() {
      return moments.isEmpty() ? ended.map(end -> Duration.between(began, end)) : Optional.empty();
    }
  }

  private final List<Row> rows = new ArrayList<>();
  private boolean rollingBack;

  private Timeline() {}

  /** Returns the rows in the order in which they began. */
  static List<Row> of(DeploymentRecord deployment) {
    var timeline = new Timeline();
    deployment.events().forEach(timeline::add);
    return List.copyOf(timeline.rows);
  }

  private void add(At<Event> at) {
    Event event = at.event();
    if (event instanceof Event.LifecycleEventChanged changed) {
      lifecycle(changed, at.at());
    } else if (event instanceof Event.SmokeTestEnded test) {
      var tone = test.ok() ? Tone.GOOD : Tone.BAD;
      span(test.name(), test.ok() ? "passed" : "failed", tone, at.at(), test.took());
    } else if (event instanceof Event.TaskDied) {
      moment("Task died", Tone.BAD, at.at());
    } else if (event instanceof Event.CircuitOpened) {
      moment("Circuit breaker", Tone.BAD, at.at());
    } else if (event instanceof Event.ApprovalAwaited) {
      moment("Waiting for approval", Tone.NOTABLE, at.at());
    } else if (event instanceof Event.TrafficShifted) {
      moment("All traffic shifted", Tone.NOTABLE, shifted(at.at()));
    } else if (event instanceof Event.RollbackStarted) {
      moment("Rollback begins", Tone.NOTABLE, at.at());
      rollingBack = true;
    }
  }

  private void lifecycle(Event.LifecycleEventChanged changed, Instant at) {
    int known = indexOf(changed.name());
    boolean over =
        !changed.status().is(LifecycleStatus.IN_PROGRESS)
            && !changed.status().is(LifecycleStatus.PENDING);
    // CodeDeploy's times are more precise than those of polling, and all of one clock.
    Instant end = changed.ended().filter(at::isAfter).orElse(at);
    Instant began =
        changed
            .began()
            .filter(b -> !b.isAfter(end))
            .or(() -> changed.took().map(end::minus))
            .orElse(known < 0 ? at : rows.get(known).began());
    var row =
        new Row(
            changed.name(),
            Format.status(changed.status()),
            changed.status().known().map(Timeline::tone).orElse(Tone.OPEN),
            rollingBack,
            began,
            over ? Optional.of(end) : Optional.empty(),
            List.of());
    if (known < 0) {
      rows.add(row);
    } else {
      rows.set(known, row);
    }
  }

  /**
   * Returns when AllowTraffic ended if known, which is more precise than when polling noticed it.
   */
  private Instant shifted(Instant seen) {
    int known = indexOf("AllowTraffic");
    return known < 0 ? seen : rows.get(known).ended().orElse(seen);
  }

  private static Tone tone(LifecycleStatus status) {
    return switch (status) {
      case SUCCEEDED -> Tone.GOOD;
      case FAILED -> Tone.BAD;
      case SKIPPED -> Tone.SKIPPED;
      case PENDING, IN_PROGRESS, UNKNOWN -> Tone.OPEN;
    };
  }

  private void span(String name, String detail, Tone tone, Instant end, Duration took) {
    rows.add(
        new Row(name, detail, tone, rollingBack, end.minus(took), Optional.of(end), List.of()));
  }

  /** Adds a moment to the row of this name, or adds a row. */
  private void moment(String name, Tone tone, Instant at) {
    int known = indexOf(name);
    var moments = new ArrayList<>(known < 0 ? List.<Instant>of() : rows.get(known).moments());
    moments.add(at);
    Instant first = moments.get(0);
    var row = new Row(name, "", tone, rollingBack, first, Optional.of(at), List.copyOf(moments));
    if (known < 0) {
      rows.add(row);
    } else {
      rows.set(known, row);
    }
  }

  private int indexOf(String name) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).name().equals(name) && rows.get(i).ofRollback() == rollingBack) {
        return i;
      }
    }
    return -1;
  }
}
