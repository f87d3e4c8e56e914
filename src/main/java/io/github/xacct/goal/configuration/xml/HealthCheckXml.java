package io.github.xacct.goal.configuration.xml;

import java.util.List;

/** {@code <healthCheck>}: how to find out whether the app is healthy. */
public class HealthCheckXml {
  /** Path that the load balancer asks. Default: the framework's, else {@code /}. */
  public String path;

  /**
   * The container's own check: {@code <command><word>CMD-SHELL</word><word>test -f /tmp/up</word>
   * </command>}. Default: none.
   */
  @Holds(value = ValueKind.COMMAND, item = "word")
  public List<String> command;
}
