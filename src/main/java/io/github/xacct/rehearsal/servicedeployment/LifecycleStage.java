package io.github.xacct.rehearsal.servicedeployment;

/**
 * The lifecycle stages of a deployment. Source: ECS API reference, ServiceDeployment,
 * lifecycleStage.
 */
enum LifecycleStage {
  RECONCILE_SERVICE,
  PRE_SCALE_UP,
  SCALE_UP,
  POST_SCALE_UP,
  TEST_TRAFFIC_SHIFT,
  POST_TEST_TRAFFIC_SHIFT,
  /** Only for hooks; not a value of lifecycleStage in DescribeServiceDeployments. */
  PRE_PRODUCTION_TRAFFIC_SHIFT,
  PRODUCTION_TRAFFIC_SHIFT,
  POST_PRODUCTION_TRAFFIC_SHIFT,
  BAKE_TIME,
  CLEAN_UP
}
