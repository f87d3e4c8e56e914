package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Checks a service, a task set or a task against the task definition that it is to run. Sources:
 * ECS API reference, CreateService and RunTask; ECS developer guide, "Amazon ECS service event
 * messages" and "API error messages".
 */
public final class ServiceFit {
  private static final String CODE = "InvalidParameterException";
  private static final String FARGATE = "FARGATE";
  private static final String BALANCERS = "loadBalancers";

  private final Definition definition;
  private final JsonNode service;
  private final Findings findings = new Findings();

  private ServiceFit(JsonNode definition, JsonNode service) {
    this.definition = new Definition(definition, image -> false);
    this.service = service;
  }

  /**
   * Returns the conflicts between the two.
   *
   * @param definition as registered
   * @param service in the form of CreateService or RunTask
   */
  public static List<Violation> check(JsonNode definition, JsonNode service) {
    var fit = new ServiceFit(definition, service);
    fit.launchType();
    fit.network();
    fit.balancers();
    return fit.findings.all();
  }

  private void launchType() {
    String type = service.path("launchType").asText();
    if (!type.isEmpty() && !service.path("capacityProviderStrategy").isEmpty()) {
      refused(
          "capacityProviderStrategy",
          "is set together with launchType",
          "Specifying both a launch type and capacity provider strategy is not supported. Remove"
              + " one and try again.");
    }
    if (!type.isEmpty() && !isFor(type)) {
      refused(
          "launchType",
          "the task definition is not for " + type,
          "Task definition does not support launch_type " + type + ".");
    }
    if (type.equals("EC2") && service.path("platformVersion").isTextual()) {
      refused(
          "platformVersion",
          "only tasks on Fargate have a platform version",
          "The platform version must be null when specifying an EC2 launch type.");
    }
  }

  /**
   * Whether the definition allows the launch type; without requiresCompatibilities, by its values.
   */
  private boolean isFor(String type) {
    if (!definition.json().path("requiresCompatibilities").isEmpty()) {
      return definition.demands(type);
    }
    return !type.equals(FARGATE)
        || definition.networkMode().equals("awsvpc")
            && definition.json().hasNonNull("cpu")
            && definition.json().hasNonNull("memory");
  }

  private void network() {
    JsonNode network = service.path("networkConfiguration").path("awsvpcConfiguration");
    boolean awsvpc = definition.networkMode().equals("awsvpc");
    if (awsvpc && network.path("subnets").isEmpty()) {
      refused(
          "networkConfiguration",
          "tasks of the networkMode awsvpc need subnets",
          "Network Configuration must be provided when networkMode 'awsvpc' is specified.");
    } else if (!awsvpc && network.isObject()) {
      refused(
          "networkConfiguration",
          "the task definition has another networkMode than awsvpc",
          "Network Configuration is not valid for the given networkMode of this task definition.");
    } else if (service.path("launchType").asText().equals("EC2")
        && network.path("assignPublicIp").asText().equals("ENABLED")) {
      refused(
          "networkConfiguration.awsvpcConfiguration.assignPublicIp",
          "only tasks on Fargate get public addresses",
          "Assign public IP is not supported for this launch type.");
    }
  }

  private void balancers() {
    JsonNode balancers = service.path(BALANCERS);
    for (int i = 0; i < balancers.size(); i++) {
      balancer(BALANCERS + "[" + i + "].", balancers.path(i));
    }
  }

  private void balancer(String path, JsonNode balancer) {
    String name = balancer.path("containerName").asText();
    int port = balancer.path("containerPort").asInt();
    var container = definition.container(name);
    if (container.isEmpty()) {
      refused(
          path + "containerName",
          "the task definition has " + definition.containerNames(),
          "The container " + name + " does not exist in the task definition.");
    } else if (!opens(container.get().json(), port)) {
      refused(
          path + "containerPort",
          "the container's portMappings do not have it",
          "The container " + name + " did not have a container port " + port + " defined.");
    }
  }

  private static boolean opens(JsonNode container, int port) {
    for (JsonNode mapping : container.path("portMappings")) {
      if (mapping.path("containerPort").asInt() == port) {
        return true;
      }
    }
    return false;
  }

  private void refused(String path, String what, String aws) {
    findings.refused(path, what, "", CODE, aws);
  }
}
