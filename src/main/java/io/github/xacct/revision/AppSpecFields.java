package io.github.xacct.revision;

import io.github.xacct.model.AppSpecSettings.Network;

/** The constant values in AppSpecs of the ECS platform. */
final class AppSpecFields {
  /** The only resource type of an ECS deployment. */
  static final String SERVICE = "AWS::ECS::Service";

  /** The placeholder that CodePipeline's CodeDeployToECS action replaces by the ARN. */
  static final String TASK_DEFINITION = "<TASK_DEFINITION>";

  private AppSpecFields() {}

  /** The value of AssignPublicIp, which specifies whether tasks get a public IP address. */
  static String assignPublicIp(Network network) {
    return network.assignPublicIp() ? "ENABLED" : "DISABLED";
  }
}
