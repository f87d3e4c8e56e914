package io.github.xacct.goal.configuration;

/** Whether a goal requires an environment. */
public enum NeededEnvironments {
  /** {@code -Denv} must choose one. */
  ONE,
  /** {@code -Denv} may choose one. */
  ANY
}
