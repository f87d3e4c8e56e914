package io.github.xacct.goal;

/** Whether the goal needs to know where to deploy. */
enum NeededEnvironments {
  /** {@code -Denv} must choose one. */
  ONE,
  /** {@code -Denv} may choose one. */
  ANY
}
