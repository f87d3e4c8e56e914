package io.github.xacct.aws.codedeploy;

import java.time.Duration;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;

/**
 * How a deployment configuration shifts traffic. Source: CodeDeploy API reference,
 * TrafficRoutingConfig.
 *
 * @param shift the time from the first step to the last
 * @param words the steps as messages print them
 */
record TrafficSteps(Duration shift, String words) {
  /** The configuration could not be read. */
  static final TrafficSteps UNKNOWN = new TrafficSteps(Duration.ZERO, "in unknown steps");

  static TrafficSteps of(TrafficRoutingConfig routing) {
    if (routing.timeBasedCanary() != null) {
      var canary = routing.timeBasedCanary();
      return new TrafficSteps(
          Duration.ofMinutes(canary.canaryInterval()),
          canary.canaryPercentage() + " %, the rest after " + canary.canaryInterval() + " min");
    }
    if (routing.timeBasedLinear() != null) {
      var linear = routing.timeBasedLinear();
      int steps = (99 + linear.linearPercentage()) / linear.linearPercentage();
      return new TrafficSteps(
          Duration.ofMinutes((long) linear.linearInterval() * (steps - 1)),
          linear.linearPercentage() + " % every " + linear.linearInterval() + " min");
    }
    return new TrafficSteps(Duration.ZERO, "all at once");
  }
}
