package io.github.xacct.goal.configuration.xml;

import java.util.List;

/**
 * {@code <steps>}: how the new version must compare with the old one before a deployment by ECS
 * itself takes its next step; the service must pause at PRE_PRODUCTION_TRAFFIC_SHIFT.
 */
public class StepsXml {
  /**
   * Percentage points by which the new version's share of 5xx responses may exceed the old one's.
   * Default: 1.
   */
  public String errorRate;

  /**
   * Percent by which the new version's average response time may exceed the old one's. Default:
   * any.
   */
  @Holds(ValueKind.NUMBER)
  public String latency;

  /** Length of the compared period in minutes, which ends now. Default: 5. */
  @Holds(ValueKind.NUMBER)
  public String minutes;

  /** Minimum number of requests to each version for a comparison. Default: 20. */
  @Holds(ValueKind.NUMBER)
  public String requests;

  /** Metrics of your own. Default: none. */
  @Holds(item = "metric")
  public List<MetricXml> metrics;
}
