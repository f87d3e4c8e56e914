package io.github.xacct.goal.configuration.xml;

import java.util.LinkedHashMap;

/** {@code <task>}: the task definition of an environment. Every element has a default. */
public class TaskXml {
  /** Family of the task definition. Default: {@code <app>-<env>}. */
  public String family;

  /** CPU units, 1024 per vCPU. Default: 256. */
  @Holds(ValueKind.NUMBER)
  public String cpu;

  /** Memory in MiB. Default: Fargate's minimum for the CPU, 512 for 256. */
  @Holds(ValueKind.NUMBER)
  public String memory;

  /** CPU architecture, X86_64 or ARM64. Default: X86_64. */
  @Holds(
      value = ValueKind.CHOICE,
      oneOf = {"X86_64", "ARM64"})
  public String architecture;

  /**
   * Name or ARN of the role with which ECS pulls the image. Default: {@code <app>-<env>-execution}.
   */
  public String executionRole;

  /** Name or ARN of the role with which the app calls AWS. Default: {@code <app>-<env>-task}. */
  public String taskRole;

  /** Container behind the load balancer. Default: {@code <app>}. */
  public String containerName;

  /** Port of that container. Default: 8080. */
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
