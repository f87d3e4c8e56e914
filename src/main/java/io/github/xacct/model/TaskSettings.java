package io.github.xacct.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configured settings of a task; a template file may specify more.
 *
 * @param family of the task definition
 * @param size CPU and memory
 * @param architecture CPU architecture of the tasks and so of the image
 * @param executionRole role with which ECS pulls the image, reads secrets and writes logs; absent
 *     only if a template file specifies it
 * @param taskRole role with which the app calls AWS
 * @param containerName the container behind the load balancer
 * @param containerPort port of that container
 * @param environment variables in the order of the configuration
 * @param secrets ARN in Secrets Manager or Parameter Store by variable name
 * @param logGroup CloudWatch Logs group
 * @param healthCheckPath path of the load balancer's health check, which returns 200 if the app is
 *     healthy
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

  /**
   * Returns the port if it is valid; otherwise throws an IllegalArgumentException with the range.
   */
  public static int checkPort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "there is no port " + port + ": write a number from 1 to 65535");
    }
    return port;
  }

  /**
   * Returns the path if it is valid; otherwise throws an IllegalArgumentException with an example.
   */
  public static String checkPath(String path) {
    if (!path.startsWith("/") || path.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "'" + path + "' is not a path: write one that starts with /, such as /health");
    }
    return path;
  }

  /**
   * Returns the settings with the family and the roles of a template file.
   *
   * @throws IllegalArgumentException if the family is invalid
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
   * Returns the settings with another container name and port.
   *
   * @throws IllegalArgumentException if the name or the port is invalid
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
