package io.github.xacct.goal.configuration;

/** Whether the goal needs to know where to deploy. */
public enum NeededEnvironments {
  /** {@code -Denv} must choose one. */
  ONE,
  /** {@code -Denv} may choose one. */
  ANY
}
