package io.github.xacct.goal.configuration.xml;

import java.util.LinkedHashMap;

/**
 * {@code <function>}: a Lambda function of the AppSpec's hooks that runs on this machine in a
 * rehearsal, with the event of CodeDeploy and credentials of the function's role. Requires the
 * name, and either a handler or a command.
 */
public class FunctionXml {
  /** Name or ARN, as in {@code <hooks>}. Required. */
  public String name;

  /**
   * Java class with the method, such as {@code com.example.Hook::handleRequest}, found on the
   * project's runtime class path. Default: none.
   */
  public String handler;

  /** Shell command with the event as JSON on its standard input. Default: none. */
  @Holds(ValueKind.COMMAND)
  public String command;

  /** Seconds after which it is stopped, as Lambda does. Default: the function's own, else 60. */
  @Holds(ValueKind.NUMBER)
  public String timeout;

  /** Environment variables of the function. Default: none. */
  @Holds(item = "NAME")
  public LinkedHashMap<String, String> environment;
}
