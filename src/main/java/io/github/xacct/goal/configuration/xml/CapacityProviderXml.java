package io.github.xacct.goal.configuration.xml;

/** {@code <capacityProvider>}: one item of a capacity provider strategy. */
public class CapacityProviderXml {
  /** Such as FARGATE or FARGATE_SPOT. Required. */
  public String name;

  /** Minimum number of tasks on it. Default: 0. */
  @Holds(ValueKind.NUMBER)
  public String base;

  /** Share of the other tasks. Default: 1. */
  @Holds(ValueKind.NUMBER)
  public String weight;
}
