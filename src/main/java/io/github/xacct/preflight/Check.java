package io.github.xacct.preflight;

import java.util.Locale;

/** The checks in the order of the report; docs/preflight.md describes each by its ID. */
public enum Check {
  IDENTITY_CALLER,
  IDENTITY_ACCOUNT,
  IDENTITY_CLOCK,
  REGISTRY_REPOSITORY,
  REGISTRY_TAGS,
  REGISTRY_SCAN,
  REGISTRY_LIFECYCLE,
  REGISTRY_ENCRYPTION,
  REGISTRY_PULL,
  ROLE_ASSUME,
  ROLE_SESSION,
  PERMISSIONS_BUILDER,
  PERMISSIONS_DEPLOY_ROLE,
  PERMISSIONS_PASS_ROLE,
  SERVICE_EXISTS,
  SERVICE_ACTIVE,
  SERVICE_CONTROLLER,
  SERVICE_DESIRED,
  SERVICE_STABLE,
  SERVICE_CONTAINER,
  SERVICE_PLATFORM,
  SERVICE_PROVIDERS,
  SERVICE_IN_FLIGHT,
  GROUP_EXISTS,
  GROUP_PLATFORM,
  GROUP_SERVICE,
  GROUP_STYLE,
  GROUP_WAITS,
  GROUP_CONFIGURATION,
  GROUP_ALARMS,
  GROUP_ROLLBACK,
  GROUP_ROLE,
  GROUP_ROLE_PERMISSIONS,
  DEPLOYMENT_STRATEGY,
  DEPLOYMENT_BAKE_TIME,
  DEPLOYMENT_PAUSES,
  DEPLOYMENT_ALARMS,
  DEPLOYMENT_CIRCUIT_BREAKER,
  DEPLOYMENT_ROLE,
  DEPLOYMENT_ROLE_PERMISSIONS,
  LOAD_BALANCER_TARGET_GROUPS("load-balancer"),
  LOAD_BALANCER_TARGET_TYPE("load-balancer"),
  LOAD_BALANCER_VPC("load-balancer"),
  LOAD_BALANCER_HEALTH_CHECK("load-balancer"),
  LOAD_BALANCER_PRODUCTION_LISTENER("load-balancer"),
  LOAD_BALANCER_TEST_LISTENER("load-balancer"),
  LOAD_BALANCER_ASSOCIATION("load-balancer"),
  LOAD_BALANCER_CERTIFICATE("load-balancer"),
  LOAD_BALANCER_TEST_PATH("load-balancer"),
  LOAD_BALANCER_NETWORK("load-balancer"),
  NETWORK_SUBNETS,
  NETWORK_LOAD_BALANCER,
  NETWORK_IMAGE,
  NETWORK_LOGS,
  NETWORK_SECRETS,
  TASK_EXECUTION_ROLE,
  TASK_TASK_ROLE,
  TASK_SECRETS,
  TASK_LOG_GROUP,
  TASK_SIZE,
  TASK_IMAGE,
  TASK_PLATFORM,
  TASK_FILES,
  TASK_BYTES,
  HOOKS_FUNCTIONS,
  HOOKS_ROLE,
  HOOKS_INVOKE,
  ROLLBACK_TASK_DEFINITION,
  ROLLBACK_IMAGE;

  private final String section;
  private final String id;

  Check() {
    section = word(name().substring(0, name().indexOf('_')));
    id = section + "." + word(name().substring(section.length() + 1));
  }

  Check(String section) {
    this.section = section;
    id = section + "." + word(name().substring(section.length() + 1));
  }

  /** The first part of the ID. */
  public String section() {
    return section;
  }

  /** The ID, such as {@code registry.pull}. */
  public String id() {
    return id;
  }

  /** Whether the check applies to deployments by CodeDeploy only. */
  boolean ofCodeDeploy() {
    return section.equals("group");
  }

  /** Whether the check applies to deployments by ECS itself only. */
  boolean ofEcs() {
    return section.equals("deployment") || this == LOAD_BALANCER_ASSOCIATION || this == HOOKS_ROLE;
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
