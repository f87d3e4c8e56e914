package io.github.xacct.aws.servicedeployment;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentLifecycleStage;

/**
 * The lifecycle stages of a service deployment, in their order. Source: Amazon ECS developer guide,
 * blue/green deployments, how it works.
 */
final class DeploymentStage {
  private static final List<ServiceDeploymentLifecycleStage> ORDER =
      List.of(
          ServiceDeploymentLifecycleStage.RECONCILE_SERVICE,
          ServiceDeploymentLifecycleStage.PRE_SCALE_UP,
          ServiceDeploymentLifecycleStage.SCALE_UP,
          ServiceDeploymentLifecycleStage.POST_SCALE_UP,
          ServiceDeploymentLifecycleStage.TEST_TRAFFIC_SHIFT,
          ServiceDeploymentLifecycleStage.POST_TEST_TRAFFIC_SHIFT,
          ServiceDeploymentLifecycleStage.PRODUCTION_TRAFFIC_SHIFT,
          ServiceDeploymentLifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT,
          ServiceDeploymentLifecycleStage.BAKE_TIME,
          ServiceDeploymentLifecycleStage.CLEAN_UP);

  private DeploymentStage() {}

  /**
   * Returns the names of the stages that a deployment passes through, in order.
   *
   * @param reconciles whether it replaced a deployment in flight: only then does it have the first
   *     stage
   */
  static List<String> names(boolean reconciles) {
    return ORDER.stream()
        .skip(reconciles ? 0 : 1)
        .map(ServiceDeploymentLifecycleStage::toString)
        .toList();
  }

  /** Whether production traffic is on the new revision from this stage on. */
  static boolean isAfterShift(ServiceDeploymentLifecycleStage stage) {
    return stage == ServiceDeploymentLifecycleStage.BAKE_TIME
        || stage == ServiceDeploymentLifecycleStage.CLEAN_UP;
  }
}
