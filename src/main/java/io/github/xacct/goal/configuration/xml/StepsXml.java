package io.github.xacct.goal.configuration.xml;

import java.util.List;

/**
 * {@code <steps>}: how the new version must compare with the old one before a deployment by ECS
 * itself takes its next step; the service must pause at PRE_PRODUCTION_TRAFFIC_SHIFT.
 */
public class StepsXml {
  /**
   * Percentage points by which the new version's share of 5xx answers may exceed the old one's.
   * Default: 1.
   */
  public String errorRate;

  /**
   * Percent by which the new version's average response time may exceed the old one's. Default:
   * any.
   */
  @Holds(ValueKind.NUMBER)
  public String latency;

  /** Minutes that are compared, up to now. Default: 5. */
  @Holds(ValueKind.NUMBER)
  public String minutes;

  /** Fewer requests than this of one of the versions are not compared. Default: 20. */
  @Holds(ValueKind.NUMBER)
  public String requests;

  /** Metrics of your own. Default: none. */
  @Holds(item = "metric")
  public List<MetricXml> metrics;
}
