package io.github.xacct.event;

/** What ECS does with a task set; written there as its name is here. */
public enum TaskSetStatus {
  /** It has the production traffic. */
  PRIMARY,
  /** It runs without being the primary one. */
  ACTIVE,
  /** Its tasks are being stopped. */
  DRAINING
}
