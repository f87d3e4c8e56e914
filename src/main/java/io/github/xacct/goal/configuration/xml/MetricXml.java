package io.github.xacct.goal.configuration.xml;

/** {@code <metric>}: a CloudWatch metric of your own with a limit for its latest value. */
public class MetricXml {
  /** Name for display. Default: the expression. */
  public String name;

  /**
   * Expression of CloudWatch metric math, such as {@code SELECT MAX(Lag) FROM Shop} or a SEARCH.
   * Required.
   */
  public String expression;

  /** Maximum value with which the deployment continues. Default: any. */
  public String atMost;

  /** Minimum value with which the deployment continues. Default: any. */
  public String atLeast;
}
