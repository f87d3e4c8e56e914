package io.github.xacct.deploy;

import java.util.Set;

/**
 * The names of the stages of a deployment in both engines. Sources: CodeDeploy user guide, AppSpec
 * hooks for ECS; Amazon ECS developer guide, blue/green deployments.
 */
final class Stages {
  /** The stages that start the new tasks. */
  static final Set<String> STARTS_TASKS = Set.of("Install", "SCALE_UP");

  /** The stages that shift production traffic. */
  static final Set<String> SHIFTS = Set.of("AllowTraffic", "PRODUCTION_TRAFFIC_SHIFT");

  /** The stages that begin after the wait with green on the test listener. */
  static final Set<String> AFTER_READY =
      Set.of("BeforeAllowTraffic", "AllowTraffic", "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME");

  /** The stages in which green has no test traffic yet, so that tests would reach blue. */
  static final Set<String> BEFORE_TESTS =
      Set.of("RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP");

  private Stages() {}
}
