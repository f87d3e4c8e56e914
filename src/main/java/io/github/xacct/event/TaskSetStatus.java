package io.github.xacct.event;

/** The status of a task set, spelled as in the ECS API. */
public enum TaskSetStatus {
  /** The task set receives the production traffic. */
  PRIMARY,
  /** The task set runs, but is not the primary one. */
  ACTIVE,
  /** The tasks of the task set are being stopped. */
  DRAINING
}
