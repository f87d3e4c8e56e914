package io.github.xacct.deploy.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How both revisions of a deployment did over the same minutes. */
public interface TrafficComparison {

  /**
   * Measures both.
   *
   * @param window up to now
   * @param expressions of the team's own metrics
   * @throws TransientFailure while it cannot be read
   */
  Measured measure(String deploymentId, Duration window, List<String> expressions);

  /**
   * What was measured.
   *
   * @param metrics last values of the expressions; those without a value are left out
   */
  record Measured(Side blue, Side green, Map<String, Double> metrics) {}

  /**
   * One revision.
   *
   * @param errors answers with a status of 500 or more
   * @param latency average, if there were requests
   */
  record Side(long requests, long errors, Optional<Duration> latency) {

    /** In percent of the requests. */
    public double errorRate() {
      return requests == 0 ? 0 : 100.0 * errors / requests;
    }
  }
}
