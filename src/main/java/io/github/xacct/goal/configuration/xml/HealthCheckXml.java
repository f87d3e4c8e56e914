package io.github.xacct.goal.configuration.xml;

import java.util.List;

/** {@code <healthCheck>}: health checks of the app. */
public class HealthCheckXml {
  /** Path of the load balancer's health check. Default: the framework's, else {@code /}. */
  public String path;

  /**
   * The container's health check: {@code <command><word>CMD-SHELL</word><word>test -f
   * /tmp/up</word> </command>}. Default: none.
   */
  @Holds(value = ValueKind.COMMAND, item = "word")
  public List<String> command;
}
