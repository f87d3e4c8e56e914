package io.github.xacct.goal.configuration.xml;

import java.util.List;

/** {@code <network>}: replaces the service's network configuration for the new task set. */
public class NetworkXml {
  /** Subnets, {@code <subnets><subnet>subnet-0a1b2c3d</subnet></subnets>}. Required. */
  @Holds(item = "subnet")
  public List<String> subnets;

  /**
   * Security groups, {@code <securityGroups><group>sg-0a1b2c3d</group></securityGroups>}. Required.
   */
  @Holds(item = "group")
  public List<String> securityGroups;

  /** Whether tasks get a public address. Default: false. */
  @Holds(ValueKind.FLAG)
  public String assignPublicIp;
}
