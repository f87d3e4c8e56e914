package io.github.xacct.model;

/**
 * The lifecycle events of an ECS deployment at which CodeDeploy invokes a Lambda function, named as
 * in the Hooks of the AppSpec. Source: CodeDeploy user guide, "AppSpec hooks section for an Amazon
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

  /** Returns the name in an AppSpec and in a deployment's lifecycle events. */
  public String key() {
    return key;
  }
}
