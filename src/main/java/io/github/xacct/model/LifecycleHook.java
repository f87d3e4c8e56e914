package io.github.xacct.model;

/**
 * When CodeDeploy calls a Lambda function of the user's in an ECS deployment; the names are the
 * keys of the AppSpec's Hooks. Source: CodeDeploy user guide, "AppSpec hooks section for an Amazon
 * ECS deployment".
 */
public enum LifecycleHook {
  BEFORE_INSTALL("BeforeInstall"),
  AFTER_INSTALL("AfterInstall"),
  AFTER_ALLOW_TEST_TRAFFIC("AfterAllowTestTraffic"),
  BEFORE_ALLOW_TRAFFIC("BeforeAllowTraffic"),
  AFTER_ALLOW_TRAFFIC("AfterAllowTraffic");

  private final String key;

  LifecycleHook(String key) {
    this.key = key;
  }

  /** The name in an AppSpec and in a deployment's events. */
  public String key() {
    return key;
  }
}
