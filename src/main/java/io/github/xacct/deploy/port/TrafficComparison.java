package io.github.xacct.deploy.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures the traffic of both revisions of a deployment over the same period. */
public interface TrafficComparison {

  /**
   * Measures both revisions.
   *
   * @param window length of the period, which ends now
   * @param expressions of the team's own metrics
   * @throws TransientFailure while the metrics cannot be read
   */
  Measured measure(String deploymentId, Duration window, List<String> expressions);

  /**
   * The measured values.
   *
   * @param metrics last values of the expressions; those without a value are omitted
   */
  record Measured(Side blue, Side green, Map<String, Double> metrics) {}

  /**
   * The values of one revision.
   *
   * @param errors responses with status 500 or higher
   * @param latency average; empty without requests
   */
  record Side(long requests, long errors, Optional<Duration> latency) {

    /** The errors as a percentage of the requests. */
    public double errorRate() {
      return requests == 0 ? 0 : 100.0 * errors / requests;
    }
  }
}
