package io.github.xacct.goal.configuration.xml;

import java.util.LinkedHashMap;

/** {@code <task>}: the task definition of an environment. Every element has a default. */
public class TaskXml {
  /** Family of the task definition. Default: {@code <app>-<env>}. */
  public String family;

  /** CPU units, 1024 to a vCPU. Default: 256. */
  @Holds(ValueKind.NUMBER)
  public String cpu;

  /** MiB. Default: the minimum of Fargate for the CPU, 512 for 256. */
  @Holds(ValueKind.NUMBER)
  public String memory;

  /** X86_64 or ARM64. Default: X86_64. */
  @Holds(
      value = ValueKind.CHOICE,
      oneOf = {"X86_64", "ARM64"})
  public String architecture;

  /** Name or ARN of the role that pulls the image. Default: {@code <app>-<env>-execution}. */
  public String executionRole;

  /** Name or ARN of the app's own role. Default: {@code <app>-<env>-task}. */
  public String taskRole;

  /** Container behind the load balancer. Default: {@code <app>}. */
  public String containerName;

  /** Its port. Default: 8080. */
  @Holds(ValueKind.NUMBER)
  public String containerPort;

  /** Environment variables, {@code <environment><LOG_LEVEL>info</LOG_LEVEL></environment>}. */
  @Holds(item = "NAME")
  public LinkedHashMap<String, String> environment;

  /**
   * Environment variables by the ARN of a Secrets Manager secret or Parameter Store parameter, or
   * by the parameter's name; never by value.
   */
  @Holds(item = "NAME")
  public LinkedHashMap<String, String> secrets;

  /** CloudWatch log group. Default: {@code /ecs/<app>-<env>}. */
  public String logGroup;

  /** Health checks of the app. */
  public HealthCheckXml healthCheck;

  /** Tags of the task definition. Default: none. */
  @Holds(item = "KEY")
  public LinkedHashMap<String, String> tags;
}
