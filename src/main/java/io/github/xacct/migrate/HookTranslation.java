package io.github.xacct.migrate;

import io.github.xacct.model.LifecycleHook;

/**
 * A hook of the AppSpec, by stage. None can be taken as it is: ECS invokes its functions with
 * another event and wants another answer.
 */
final class HookTranslation {
  private HookTranslation() {}

  static Translated of(LifecycleHook hook, String function, String strategy) {
    boolean eachStep = hook == LifecycleHook.BEFORE_ALLOW_TRAFFIC && !strategy.equals("BLUE_GREEN");
    return Translated.of(
            "hook " + hook.key(), "function " + function, "a new function at " + stage(hook))
        .losing(
            "not configured by this move: ECS passes lifecycleStage, resourceArn and"
                + " executionDetails, and wants {\"hookStatus\": \"SUCCEEDED\"} as the answer, where"
                + " CodeDeploy wants PutLifecycleEventHookExecutionStatus"
                + (eachStep ? "; it is invoked before each step" : ""));
  }

  static String stage(LifecycleHook hook) {
    return switch (hook) {
      case BEFORE_INSTALL -> "PRE_SCALE_UP";
      case AFTER_INSTALL -> "POST_SCALE_UP";
      case AFTER_ALLOW_TEST_TRAFFIC -> "POST_TEST_TRAFFIC_SHIFT";
      case BEFORE_ALLOW_TRAFFIC -> "PRE_PRODUCTION_TRAFFIC_SHIFT";
      case AFTER_ALLOW_TRAFFIC -> "POST_PRODUCTION_TRAFFIC_SHIFT";
    };
  }
}
