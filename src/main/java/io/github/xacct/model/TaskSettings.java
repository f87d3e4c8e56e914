package io.github.xacct.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a task of the app is, as far as configured; a template file may say more.
 *
 * @param family of the task definition
 * @param size CPU and memory
 * @param architecture CPU architecture of the tasks and so of the image
 * @param executionRole with which ECS pulls the image, reads secrets and writes logs; absent only
 *     when a template file names it
 * @param taskRole with which the app calls AWS
 * @param containerName the container behind the load balancer
 * @param containerPort its port
 * @param environment variables, in the order written
 * @param secrets variable name to Secrets Manager or Parameter Store ARN
 * @param logGroup CloudWatch Logs group
 * @param healthCheckPath path that the load balancer asks, answers 200 when the app is well
 * @param healthCheckCommand the container's own health check, as in Docker's CMD; empty for none
 * @param tags of the task definition
 */
public record TaskSettings(
    String family,
    FargateSize size,
    Architecture architecture,
    Optional<RoleArn> executionRole,
    Optional<RoleArn> taskRole,
    String containerName,
    int containerPort,
    Map<String, String> environment,
    Map<String, String> secrets,
    String logGroup,
    String healthCheckPath,
    List<String> healthCheckCommand,
    Map<String, String> tags) {

  public TaskSettings {
    AwsName.FAMILY.check(family);
    AwsName.CONTAINER.check(containerName);
    AwsName.LOG_GROUP.check(logGroup);
    checkPort(containerPort);
    checkPath(healthCheckPath);
  }

  /** The port itself, if it is one; else an IllegalArgumentException that says what to write. */
  public static int checkPort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "there is no port " + port + ": write a number from 1 to 65535");
    }
    return port;
  }

  /** The path itself, if it is one; else an IllegalArgumentException that says what to write. */
  public static String checkPath(String path) {
    if (!path.startsWith("/") || path.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "'" + path + "' is not a path: write one that starts with /, such as /health");
    }
    return path;
  }

  /**
   * The same with what a template file names instead.
   *
   * @throws IllegalArgumentException if it is no family
   */
  public TaskSettings registeredAs(
      String otherFamily, Optional<RoleArn> otherExecutionRole, Optional<RoleArn> otherTaskRole) {
    return new TaskSettings(
        otherFamily,
        size,
        architecture,
        otherExecutionRole,
        otherTaskRole,
        containerName,
        containerPort,
        environment,
        secrets,
        logGroup,
        healthCheckPath,
        healthCheckCommand,
        tags);
  }

  /**
   * The same with another container of the app.
   *
   * @throws IllegalArgumentException if it cannot be called so or there is no such port
   */
  public TaskSettings withContainer(String otherName, int otherPort) {
    return new TaskSettings(
        family,
        size,
        architecture,
        executionRole,
        taskRole,
        otherName,
        otherPort,
        environment,
        secrets,
        logGroup,
        healthCheckPath,
        healthCheckCommand,
        tags);
  }
}
