package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.elb.RequestSamples.Sample;
import io.github.xacct.rehearsal.plan.AccountRegion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The CloudWatch metrics of a target group's requests. Source: Elastic Load Balancing user guide,
 * CloudWatch metrics for your Application Load Balancer.
 */
final class TargetGroupMetrics {
  private final LoadBalancing loadBalancing;

  TargetGroupMetrics(LoadBalancing loadBalancing) {
    this.loadBalancing = loadBalancing;
  }

  /**
   * Returns one metric for a period; empty if there is no data.
   *
   * @param targetGroup {@code targetgroup/NAME/ID}
   */
  Optional<Double> value(
      AccountRegion place, String targetGroup, String metric, Instant from, Instant to) {
    List<Sample> samples =
        loadBalancing
            .group(place.arn("elasticloadbalancing", targetGroup))
            .map(group -> group.requests.between(from, to))
            .orElse(List.of());
    return switch (metric) {
      case "RequestCount" -> count(samples.stream().filter(s -> s.status() > 0).count());
      case "HTTPCode_Target_5XX_Count" ->
          count(samples.stream().filter(s -> s.status() >= 500).count());
      case "TargetConnectionErrorCount" ->
          count(samples.stream().filter(s -> s.status() == 0).count());
      case "TargetResponseTime" -> mean(samples);
      default -> Optional.empty();
    };
  }

  private static Optional<Double> count(long number) {
    return number == 0 ? Optional.empty() : Optional.of((double) number);
  }

  private static Optional<Double> mean(List<Sample> samples) {
    OptionalDouble seconds =
        samples.stream()
            .filter(s -> s.status() > 0)
            .mapToDouble(s -> s.took().toNanos() / 1e9)
            .average();
    return seconds.isPresent() ? Optional.of(seconds.getAsDouble()) : Optional.empty();
  }
}
