package io.github.xacct.rehearsal.servicedeployment;

/** The statuses of a service deployment. Source: ECS API reference, ServiceDeployment, status. */
enum Status {
  PENDING,
  IN_PROGRESS,
  SUCCESSFUL,
  STOPPED,
  STOP_REQUESTED,
  ROLLBACK_REQUESTED,
  ROLLBACK_IN_PROGRESS,
  ROLLBACK_SUCCESSFUL,
  ROLLBACK_FAILED;

  boolean terminal() {
    return this == SUCCESSFUL
        || this == STOPPED
        || this == ROLLBACK_SUCCESSFUL
        || this == ROLLBACK_FAILED;
  }

  boolean forward() {
    return this == PENDING || this == IN_PROGRESS;
  }
}
