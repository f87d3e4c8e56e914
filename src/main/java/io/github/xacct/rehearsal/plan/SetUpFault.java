package io.github.xacct.rehearsal.plan;

import java.util.Locale;

/**
 * Misconfigurations of a rehearsal's accounts, as they occur in real ones. Each edits resources, so
 * that the APIs report it and it affects deployments.
 */
public enum SetUpFault {
  BUILDER_IN_OTHER_ACCOUNT(
      "the credentials are of another account than the registry's", "identity.account"),
  CLOCK_SKEW("AWS's clock is twenty minutes ahead of this machine's", "identity.clock"),
  REPOSITORY_MISSING("there is no repository", "registry.repository"),
  TAGS_MUTABLE("the repository's tags can be moved", "registry.tags"),
  SCAN_OFF("the repository does not scan what is pushed", "registry.scan"),
  LIFECYCLE_TOO_EAGER(
      "the repository's lifecycle policy keeps only one image", "registry.lifecycle"),
  REPOSITORY_POLICY_MISSING("the repository has no policy", "registry.pull"),
  REPOSITORY_POLICY_OTHER_ACCOUNT("the repository's policy names another account", "registry.pull"),
  REPOSITORY_POLICY_OTHER_ROLE(
      "the repository's policy names another execution role", "registry.pull"),
  REPOSITORY_POLICY_DENIES(
      "a Deny statement of the repository's policy overrides its Allow statement", "registry.pull"),
  ROLE_MISSING("there is no deploy role", "role.assume"),
  ROLE_TRUSTS_OTHER_ACCOUNT("the deploy role trusts another account", "role.assume"),
  ROLE_TRUSTS_OTHER_ROLE("the deploy role trusts another builder", "role.assume"),
  EXTERNAL_ID_DIFFERS("the deploy role requires another external ID", "role.assume"),
  SESSION_TAGS_REFUSED("the deploy role's trust policy does not allow session tags", "role.assume"),
  BUILDER_MAY_NOT_ASSUME(
      "the builder's own policies do not allow it to assume the deploy role", "role.assume"),
  NO_CREATE_DEPLOYMENT("the deploy role may not create deployments", "permissions.deploy-role"),
  NO_REGISTER("the deploy role may not register task definitions", "permissions.deploy-role"),
  NO_DESCRIBE_SERVICES("the deploy role may not read the service", "permissions.deploy-role"),
  REGISTER_OTHER_FAMILY(
      "the deploy role may register another family only", "permissions.deploy-role"),
  EXPLICIT_DENY(
      "a Deny statement of the deploy role overrides an Allow statement",
      "permissions.deploy-role"),
  PASS_ROLE_MISSING("the deploy role may not pass any role", "permissions.pass-role"),
  PASS_ROLE_OTHER_SERVICE("the deploy role may pass roles to EC2 only", "permissions.pass-role"),
  PASS_ROLE_TASK_MISSING(
      "the deploy role may pass the execution role, but not the task role",
      "permissions.pass-role"),
  SERVICE_MISSING("there is no service", "service.exists"),
  SERVICE_DRAINING("the service is being deleted", "service.active"),
  CONTROLLER_ECS("the service has ECS's own deployment controller", "service.controller"),
  DESIRED_ZERO("the service's desired count is 0", "service.desired"),
  TASK_SET_UNSTEADY("the primary task set gets no tasks", "service.stable"),
  CONTAINER_NAME_DIFFERS(
      "the AppSpec names a container that the task definition does not have", "service.container"),
  CONTAINER_PORT_DIFFERS(
      "the AppSpec names a port that the container does not expose", "service.container"),
  PROVIDER_NOT_ASSOCIATED(
      "the cluster is not associated with a capacity provider of the AppSpec", "service.providers"),
  DEPLOYMENT_IN_FLIGHT("another deployment is in flight", "service.in-flight"),
  GROUP_MISSING("there is no deployment group", "group.exists"),
  GROUP_SERVER("the CodeDeploy application is for servers", "group.platform"),
  GROUP_OTHER_SERVICE("the deployment group is for another service", "group.service"),
  GROUP_IN_PLACE("the deployment group deploys in place", "group.style"),
  GROUP_WITHOUT_TRAFFIC_CONTROL("the deployment group does not control traffic", "group.style"),
  CONFIGURATION_MISSING("the deployment configuration does not exist", "group.configuration"),
  ALARM_RINGING("an alarm of the deployment group is in ALARM", "group.alarms"),
  ALARM_MISSING("an alarm of the deployment group does not exist", "group.alarms"),
  ROLLBACK_OFF("the deployment group has no automatic rollback", "group.rollback"),
  GROUP_ROLE_TRUST("CodeDeploy's service role does not trust CodeDeploy", "group.role"),
  GROUP_ROLE_NO_PASS_ROLE(
      "CodeDeploy's service role may not pass any role", "group.role-permissions"),
  TARGET_GROUP_MISSING("the second target group does not exist", "load-balancer.target-groups"),
  TARGET_TYPE_INSTANCE("the second target group is for instances", "load-balancer.target-type"),
  VPC_DIFFERS("the second target group is in another VPC", "load-balancer.vpc"),
  HEALTH_CHECK_PATH_DIFFERS(
      "the second target group's health check uses a path that does not exist",
      "load-balancer.health-check"),
  HEALTH_CHECK_PORT_DIFFERS(
      "the second target group's health check uses a port on which nothing listens",
      "load-balancer.health-check"),
  LISTENER_OTHER_GROUP(
      "the production listener forwards to another target group",
      "load-balancer.production-listener"),
  LISTENER_FIXED_RESPONSE(
      "the production listener returns a fixed response", "load-balancer.production-listener"),
  TEST_LISTENER_MISSING("the deployment group has no test listener", "load-balancer.test-listener"),
  TEST_LISTENER_OTHER_GROUP(
      "the test listener forwards to another target group", "load-balancer.test-listener"),
  CERTIFICATE_OTHER_NAME(
      "the HTTPS listeners have a certificate for another name", "load-balancer.certificate"),
  CERTIFICATE_EXPIRED(
      "the HTTPS listeners have a certificate that has expired", "load-balancer.certificate"),
  NLB_WITH_CANARY(
      "the load balancer is a Network Load Balancer, and traffic is to shift in steps",
      "load-balancer.network"),
  LOAD_BALANCER_NOT_ADMITTED(
      "the tasks' security group does not admit the load balancer", "network.load-balancer"),
  NO_ROUTE_OUT("the tasks' subnets have neither a default route nor endpoints", "network.image"),
  NO_PUBLIC_ADDRESS(
      "the tasks' subnets are routed to an internet gateway, and the tasks have no public address",
      "network.image"),
  NAT_GATEWAY_GONE("the NAT gateway of the default route was deleted", "network.image"),
  NAT_GATEWAY_INSIDE("the NAT gateway is in a subnet without internet access", "network.image"),
  EGRESS_CLOSED(
      "the tasks' security group allows no outbound traffic on port 443", "network.image"),
  NETWORK_ACL_DROPS("the network ACL of the tasks' subnets blocks the responses", "network.image"),
  ENDPOINTS_WITHOUT_DNS("the endpoints of the tasks' VPC have no private DNS", "network.image"),
  ENDPOINT_CLOSED(
      "the security group of the endpoint of ECR does not admit the tasks", "network.image"),
  LAYERS_ENDPOINT_MISSING(
      "the tasks' VPC has no endpoint for S3, which stores the layers of images", "network.image"),
  LOGS_ENDPOINT_MISSING("the tasks' VPC has no endpoint for CloudWatch Logs", "network.logs"),
  SECRETS_ENDPOINT_MISSING("the tasks' VPC has no endpoint for Secrets Manager", "network.secrets"),
  EXECUTION_ROLE_MISSING("there is no execution role", "task.execution-role"),
  EXECUTION_ROLE_TRUST("the execution role does not trust ECS", "task.execution-role"),
  TASK_ROLE_MISSING("there is no task role", "task.task-role"),
  SECRET_MISSING("a secret of the task does not exist", "task.secrets"),
  SECRET_KEY_MISSING("a secret of the task lacks the JSON key", "task.secrets"),
  PARAMETER_MISSING("a parameter of the task does not exist", "task.secrets"),
  LOG_GROUP_MISSING("the task's log group does not exist", "task.log-group"),
  IMAGE_GONE("the image is not in the repository", "task.image"),
  IMAGE_OTHER_PLATFORM("the image is built for another CPU than the tasks'", "task.platform"),
  HOOK_MISSING("a hook's function does not exist", "hooks.functions"),
  HOOK_NOT_INVOKABLE(
      "CodeDeploy's service role may not invoke the hooks' functions", "hooks.invoke"),
  ROLLBACK_TASK_DEFINITION_INACTIVE(
      "the task definition to roll back to is inactive", "rollback.task-definition"),
  ROLLBACK_IMAGE_GONE(
      "the image of the version to roll back to is not in the repository", "rollback.image");

  private final String sentence;
  private final String check;

  SetUpFault(String sentence, String check) {
    this.sentence = sentence;
    this.check = check;
  }

  /** Returns the name for {@code -Dxacct.rehearse.fault}, such as {@code role-missing}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns a description of the misconfiguration. */
  public String sentence() {
    return sentence;
  }

  /** Returns the preflight check that must report it, such as {@code role.assume}. */
  public String check() {
    return check;
  }
}
