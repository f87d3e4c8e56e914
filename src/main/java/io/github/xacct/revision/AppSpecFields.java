package io.github.xacct.revision;

import io.github.xacct.model.AppSpecSettings.Network;

/** What stands in every AppSpec of an ECS deployment. */
final class AppSpecFields {
  /** The only type that an ECS deployment knows. */
  static final String SERVICE = "AWS::ECS::Service";

  /** What CodePipeline's CodeDeployToECS action replaces by the ARN; its name is fixed. */
  static final String TASK_DEFINITION = "<TASK_DEFINITION>";

  private AppSpecFields() {}

  /** Whether tasks get a public IP address, as AWS writes it. */
  static String assignPublicIp(Network network) {
    return network.assignPublicIp() ? "ENABLED" : "DISABLED";
  }
}
