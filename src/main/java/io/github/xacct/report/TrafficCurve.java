package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.TaskSetLabel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes the shares of production traffic over time: one step per change. */
final class TrafficCurve {

  /** The shares in percent from this moment on. */
  record Step(Instant at, double blue, double green) {}

  private final List<Step> steps = new ArrayList<>();
  private Optional<Event.LifecycleEventChanged> allowed = Optional.empty();

  private TrafficCurve() {}

  /** Returns the steps in order; empty if no task set was reported. */
  static List<Step> of(DeploymentRecord deployment) {
    var curve = new TrafficCurve();
    for (var at : deployment.events()) {
      if (at.event() instanceof Event.LifecycleEventChanged changed
          && changed.name().equals("AllowTraffic")) {
        curve.allowed = Optional.of(changed);
      } else if (at.event() instanceof Event.TaskSetsChanged sets && isLabelled(sets)) {
        curve.add(at.at(), sets.taskSets());
      }
    }
    return List.copyOf(curve.steps);
  }

  /** Whether the task sets are labelled, which those of a rollback may not be. */
  private static boolean isLabelled(Event.TaskSetsChanged sets) {
    return sets.taskSets().stream().anyMatch(set -> set.label().known().isPresent());
  }

  private void add(Instant seen, List<Event.TaskSet> sets) {
    var before = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    var step = new Step(seen, weight(sets, TaskSetLabel.BLUE), weight(sets, TaskSetLabel.GREEN));
    if (before == null) {
      steps.add(step);
    } else if (before.blue() != step.blue() || before.green() != step.green()) {
      steps.add(new Step(moment(before.at(), seen), step.blue(), step.green()));
    }
  }

  /**
   * Returns when the shares changed: polling notices it later, but the first shift happens when
   * AllowTraffic begins, and the last before it ends.
   */
  private Instant moment(Instant before, Instant seen) {
    return Stream.of(
            allowed.flatMap(Event.LifecycleEventChanged::began),
            allowed.flatMap(Event.LifecycleEventChanged::ended))
        .flatMap(Optional::stream)
        .filter(time -> time.isAfter(before) && time.isBefore(seen))
        .findFirst()
        .orElse(seen);
  }

  private static double weight(List<Event.TaskSet> sets, TaskSetLabel label) {
    return sets.stream()
        .filter(set -> set.label().is(label))
        .mapToDouble(Event.TaskSet::trafficWeight)
        .sum();
  }
}
