package io.github.xacct.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How green must compare with blue over the same minutes, before a deployment by ECS itself takes
 * its next step.
 *
 * @param errorRate percentage points by which green's share of errors may exceed blue's
 * @param latency percent by which green's average response time may exceed blue's; absent means any
 * @param window of the comparison, up to now
 * @param requests fewer of green's, or of blue's, are not compared
 * @param metrics of the team
 */
public record StepRules(
    double errorRate,
    Optional<Integer> latency,
    Duration window,
    int requests,
    List<Metric> metrics) {
  public StepRules {
    metrics = List.copyOf(metrics);
  }

  /**
   * A metric of the team's own.
   *
   * @param expression in CloudWatch's metric math
   * @param atMost of its last value
   * @param atLeast of its last value
   */
  public record Metric(
      String name, String expression, Optional<Double> atMost, Optional<Double> atLeast) {

    /** What is wrong with a value. */
    public Optional<String> objection(double value) {
      return atMost
          .filter(most -> value > most)
          .map(most -> name + " is " + value + ", allowed is at most " + most)
          .or(
              () ->
                  atLeast
                      .filter(least -> value < least)
                      .map(least -> name + " is " + value + ", needed is at least " + least));
    }
  }
}
