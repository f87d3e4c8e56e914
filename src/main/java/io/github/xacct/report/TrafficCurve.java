package io.github.xacct.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who had how much of the production traffic, and since when: one step per change. */
final class TrafficCurve {

  /** Shares in percent from this moment on. */
  record Step(Instant at, double blue, double green) {}

  private TrafficCurve() {}

  /** The steps in order; empty if no task set was ever seen. */
  static List<Step> of(DeploymentRecord deployment) {
    var steps = new ArrayList<Step>();
    for (var sample : deployment.all(Event.TaskSetsChanged.class)) {
      var sets = sample.event().taskSets();
      var step = new Step(sample.at(), weight(sets, "blue"), weight(sets, "green"));
      var before = steps.isEmpty() ? null : steps.get(steps.size() - 1);
      if (before == null || before.blue() != step.blue() || before.green() != step.green()) {
        steps.add(step);
      }
    }
    return List.copyOf(steps);
  }

  private static double weight(List<Event.TaskSet> sets, String label) {
    return sets.stream()
        .filter(set -> set.label().equalsIgnoreCase(label))
        .mapToDouble(Event.TaskSet::trafficWeight)
        .sum();
  }
}
