package io.github.xacct.aws.codedeploy;

import java.time.Duration;
import software.amazon.awssdk.services.codedeploy.model.TrafficRoutingConfig;

/**
 * How a deployment configuration moves the traffic. Source: CodeDeploy API reference,
 * TrafficRoutingConfig.
 *
 * @param shift from the first to the last step
 * @param words for people
 */
record TrafficSteps(Duration shift, String words) {
  /** Nobody could read the configuration. */
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
