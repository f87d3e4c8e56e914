package io.github.xacct.rehearsal;

import java.util.Optional;

/**
 * What in the accounts' set-up ends a deployment that CreateDeployment has taken: CodeDeploy looks
 * at most of it only when the deployment begins. Source: CodeDeploy API reference,
 * ErrorInformation; user guide, "Deployment groups for an Amazon ECS deployment". Words not known
 * of AWS are ours.
 */
final class SetUpCheck {
  private final DeploymentWorld world;
  private final Deployment deployment;
  private final DeploymentGroup group;
  private final RunningService service;

  SetUpCheck(DeploymentWorld world, Deployment deployment) {
    this.world = world;
    this.deployment = deployment;
    this.group = deployment.group;
    this.service = deployment.service;
  }

  /** Before the first event. */
  void begin() throws DeploymentHalted {
    style();
    service();
    alarms();
  }

  private void style() throws DeploymentHalted {
    if (!group.blueGreen()) {
      throw DeploymentHalted.failed(
          "MISSING_BLUE_GREEN_DEPLOYMENT_CONFIGURATION",
          "The deployment group " + group.name() + " is not of the type BLUE_GREEN.");
    }
    if (!group.trafficControl() || group.productionListener().isEmpty()) {
      throw DeploymentHalted.failed(
          "MISSING_ELB_INFORMATION",
          "The deployment group " + group.name() + " has no traffic control.");
    }
  }

  private void service() throws DeploymentHalted {
    if (group.service().isEmpty() || service.properties().isEmpty()) {
      throw invalidService("could not be found");
    }
    String status = service.property("@Status").asText("ACTIVE");
    if (!status.equals("ACTIVE")) {
      throw invalidService("is " + status);
    }
    if (!service.ofCodeDeploy()) {
      throw invalidService("does not have the deployment controller CODE_DEPLOY");
    }
    if (deployment.blue.isEmpty()) {
      throw invalidService("has no primary task set");
    }
  }

  private DeploymentHalted invalidService(String why) {
    return DeploymentHalted.failed(
        "INVALID_ECS_SERVICE",
        "The deployment failed because the ECS service " + deployment.targetId() + " " + why + ".");
  }

  private void alarms() throws DeploymentHalted {
    for (String name : group.alarms()) {
      String state =
          world
              .estate()
              .find(group.place(), Type.ALARM, name)
              .orElseThrow(
                  () ->
                      DeploymentHalted.failed(
                          "CODEDEPLOY_RESOURCE_CANNOT_BE_FOUND",
                          "The alarm " + name + " of the deployment group could not be found."))
              .path("@StateValue")
              .asText("OK");
      if (state.equals("ALARM")) {
        throw DeploymentHalted.byAlarm(name);
      }
    }
  }

  /** Before green: the listeners must lead to who serves now. */
  void listeners() throws DeploymentHalted {
    listener(group.productionListener());
    listener(group.testListener());
  }

  private void listener(Optional<String> arn) throws DeploymentHalted {
    if (arn.isEmpty()) {
      return;
    }
    Listener listener =
        world
            .loadBalancing()
            .listener(arn.get())
            .orElseThrow(() -> elbRefuses("One or more listeners not found: " + arn.get()));
    if (listener.weight(deployment.blue.orElseThrow().targetGroup) == 0) {
      throw elbRefuses("Primary taskset target group must be behind listener " + arn.get());
    }
  }

  static DeploymentHalted elbRefuses(String why) {
    return DeploymentHalted.failed(
        "ELASTIC_LOAD_BALANCING_INVALID",
        "The ELB could not be updated due to the following error: " + why);
  }
}
