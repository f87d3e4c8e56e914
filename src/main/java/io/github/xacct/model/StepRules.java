package io.github.xacct.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Limits for green compared with blue over the same period, which must be met before a deployment
 * by ECS itself takes its next step.
 *
 * @param errorRate percentage points by which green's error rate may exceed blue's
 * @param latency percent by which green's average response time may exceed blue's; absent means no
 *     limit
 * @param window length of the period, which ends now
 * @param requests minimum number of requests to green and to blue for a comparison
 * @param metrics CloudWatch metrics with limits of their own
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
   * A CloudWatch metric with limits.
   *
   * @param expression of CloudWatch metric math
   * @param atMost maximum of its latest value
   * @param atLeast minimum of its latest value
   */
  public record Metric(
      String name, String expression, Optional<Double> atMost, Optional<Double> atLeast) {

    /** Returns how a value violates a limit; empty if it does not. */
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
