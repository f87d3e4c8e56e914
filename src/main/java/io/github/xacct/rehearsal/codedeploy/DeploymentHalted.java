package io.github.xacct.rehearsal.codedeploy;

import java.util.Optional;

/**
 * Ends a deployment early: its final status, code and message of its errorInformation, and the
 * auto-rollback event.
 */
final class DeploymentHalted extends Exception {
  private static final long serialVersionUID = 1;

  final Deployment.Status end;
  final String code;
  final String rollbackEvent;

  /** The rollback that StopDeployment requested, whatever the group configures. */
  final transient Optional<Boolean> rollbackOrdered;

  private DeploymentHalted(
      Deployment.Status end,
      String code,
      String message,
      String event,
      Optional<Boolean> orderedRollback) {
    super(message, null, false, false);
    this.end = end;
    this.code = code;
    this.rollbackEvent = event;
    this.rollbackOrdered = orderedRollback;
  }

  static DeploymentHalted failed(String code, String message) {
    return new DeploymentHalted(
        Deployment.Status.FAILED, code, message, "DEPLOYMENT_FAILURE", Optional.empty());
  }

  /** Returns the failure because ECS refuses the task set, with ECS's message. */
  static DeploymentHalted byEcs(String why) {
    return failed(
        "ECS_UPDATE_ERROR", "The ECS service cannot be updated due to the following error: " + why);
  }

  static DeploymentHalted byAlarm(String alarm) {
    return new DeploymentHalted(
        Deployment.Status.STOPPED,
        "ALARM_ACTIVE",
        "One or more alarms have been activated according to the Amazon CloudWatch metrics you"
            + " selected, and the affected deployments have been stopped. Activated alarms: <"
            + alarm
            + ">",
        "DEPLOYMENT_STOP_ON_ALARM",
        Optional.empty());
  }

  static DeploymentHalted byRequest(Deployment.Stop stop) {
    return new DeploymentHalted(
        Deployment.Status.STOPPED,
        "MANUAL_STOP",
        "The deployment was stopped on request.",
        "DEPLOYMENT_STOP_ON_REQUEST",
        stop.rollback());
  }

  static DeploymentHalted byWaitRunOut() {
    return new DeploymentHalted(
        Deployment.Status.STOPPED,
        "TIMEOUT",
        "The deployment was stopped because nobody continued it within the group's wait.",
        "DEPLOYMENT_FAILURE",
        Optional.empty());
  }
}
