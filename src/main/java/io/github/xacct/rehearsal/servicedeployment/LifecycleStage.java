package io.github.xacct.rehearsal.servicedeployment;

/** How far a deployment is. Source: ECS API reference, ServiceDeployment, lifecycleStage. */
enum LifecycleStage {
  RECONCILE_SERVICE,
  PRE_SCALE_UP,
  SCALE_UP,
  POST_SCALE_UP,
  TEST_TRAFFIC_SHIFT,
  POST_TEST_TRAFFIC_SHIFT,
  /** Only hooks know it; the answer of DescribeServiceDeployments cannot show it. */
  PRE_PRODUCTION_TRAFFIC_SHIFT,
  PRODUCTION_TRAFFIC_SHIFT,
  POST_PRODUCTION_TRAFFIC_SHIFT,
  BAKE_TIME,
  CLEAN_UP
}
