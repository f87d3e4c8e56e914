package io.github.xacct.deploy;

import java.util.Set;

/**
 * What the engines call the parts of a deployment. Sources: CodeDeploy user guide, AppSpec hooks
 * for ECS; Amazon ECS developer guide, blue/green deployments.
 */
final class Stages {
  /** The new tasks start. */
  static final Set<String> STARTS_TASKS = Set.of("Install", "SCALE_UP");

  /** Production traffic moves. */
  static final Set<String> SHIFTS = Set.of("AllowTraffic", "PRODUCTION_TRAFFIC_SHIFT");

  /** What begins when the wait with green on the test listener is over. */
  static final Set<String> AFTER_READY =
      Set.of("BeforeAllowTraffic", "AllowTraffic", "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME");

  /** Green has no test traffic yet: whoever is asked for it would be asked about blue. */
  static final Set<String> BEFORE_TESTS =
      Set.of("RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP");

  private Stages() {}
}
