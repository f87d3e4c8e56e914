package io.github.xacct.goal.configuration.xml;

/** {@code <metric>}: a metric of your own, whose last value decides too. */
public class MetricXml {
  /** Name for display. Default: the expression. */
  public String name;

  /**
   * In CloudWatch's metric math, such as {@code SELECT MAX(Lag) FROM Shop} or a SEARCH. Required.
   */
  public String expression;

  /** The highest value with which the deployment goes on. Default: any. */
  public String atMost;

  /** The lowest value with which the deployment goes on. Default: any. */
  public String atLeast;
}
