package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.FaultyAccount.Edit;
import java.util.Locale;

/**
 * In which ways the accounts of a rehearsal can be set up wrongly, as real ones are. Each is an
 * edit of what stands there, so that whoever looks sees it, and a deployment fails or suffers from
 * it.
 */
public enum SetUpFault {
  BUILDER_IN_OTHER_ACCOUNT(
      "the credentials are of another account than the registry's",
      "identity.account",
      FaultyAccount::elsewhere),
  CLOCK_SKEW(
      "AWS's clock is twenty minutes ahead of this machine's",
      "identity.clock",
      FaultyAccount::elsewhere),

  REPOSITORY_MISSING("there is no repository", "registry.repository", a -> a.repository().remove()),
  TAGS_MUTABLE(
      "the repository's tags can be moved",
      "registry.tags",
      a -> a.repository().edit(p -> p.put("ImageTagMutability", "MUTABLE"))),
  SCAN_OFF(
      "the repository does not scan what is pushed",
      "registry.scan",
      a ->
          a.repository()
              .edit(p -> p.putObject("ImageScanningConfiguration").put("ScanOnPush", false))),
  LIFECYCLE_TOO_EAGER(
      "the repository's lifecycle policy keeps one image only",
      "registry.lifecycle",
      a -> a.repository().keepOneImage()),
  REPOSITORY_POLICY_MISSING(
      "the repository has no policy",
      "registry.pull",
      a -> a.repository().edit(p -> p.remove("RepositoryPolicyText"))),
  REPOSITORY_POLICY_OTHER_ACCOUNT(
      "the repository's policy names another account",
      "registry.pull",
      a -> a.repository().replaceInPolicy(a.account(), FaultyAccount.STRANGER)),
  REPOSITORY_POLICY_OTHER_ROLE(
      "the repository's policy names another execution role",
      "registry.pull",
      a -> a.repository().replaceInPolicy(a.executionRole(), a.executionRole() + "-old")),
  REPOSITORY_POLICY_DENIES(
      "the repository's policy denies what it allows",
      "registry.pull",
      a -> a.repository().denyPulls()),

  ROLE_MISSING("there is no deploy role", "role.assume", a -> a.roles().remove(a.deployRole())),
  ROLE_TRUSTS_OTHER_ACCOUNT(
      "the deploy role trusts another account",
      "role.assume",
      a ->
          a.roles()
              .trust(s -> s.putObject("Principal").put("AWS", a.rootOf(FaultyAccount.STRANGER)))),
  ROLE_TRUSTS_OTHER_ROLE(
      "the deploy role trusts another builder",
      "role.assume",
      a ->
          a.roles()
              .trust(
                  s ->
                      s.withObject("/Condition")
                          .putObject("ArnEquals")
                          .put("aws:PrincipalArn", a.deployRole() + "-build"))),
  EXTERNAL_ID_DIFFERS(
      "the deploy role asks for another external id",
      "role.assume",
      a ->
          a.roles()
              .trust(
                  s ->
                      s.withObject("/Condition")
                          .putObject("StringEquals")
                          .put("sts:ExternalId", "another"))),
  SESSION_TAGS_REFUSED(
      "the deploy role's trust policy does not let session tags be set",
      "role.assume",
      a -> a.roles().trust(s -> s.put("Action", "sts:AssumeRole"))),
  BUILDER_MAY_NOT_ASSUME(
      "the builder's own policies do not let it assume the deploy role",
      "role.assume",
      a -> a.roles().denyBuilder("sts:AssumeRole", a.deployRole())),

  NO_CREATE_DEPLOYMENT(
      "the deploy role may not create deployments",
      "permissions.deploy-role",
      a -> a.roles().forbid(a.deployRole(), "codedeploy:CreateDeployment")),
  NO_REGISTER(
      "the deploy role may not register task definitions",
      "permissions.deploy-role",
      a -> a.roles().forbid(a.deployRole(), "ecs:RegisterTaskDefinition")),
  NO_DESCRIBE_SERVICES(
      "the deploy role may not look at the service",
      "permissions.deploy-role",
      a -> a.roles().forbid(a.deployRole(), "ecs:DescribeServices")),
  REGISTER_OTHER_FAMILY(
      "the deploy role may register another family only",
      "permissions.deploy-role",
      a ->
          a.roles()
              .statement(
                  a.deployRole(),
                  "ecs:RegisterTaskDefinition",
                  s -> s.put("Resource", a.arn("ecs", "task-definition/another:*")))),
  EXPLICIT_DENY(
      "a statement denies the deploy role what another one allows",
      "permissions.deploy-role",
      a -> a.roles().deny(a.deployRole(), "codedeploy:CreateDeployment", "*")),
  PASS_ROLE_MISSING(
      "the deploy role may pass no role",
      "permissions.pass-role",
      a -> a.roles().forbid(a.deployRole(), "iam:PassRole")),
  PASS_ROLE_OTHER_SERVICE(
      "the deploy role may pass roles to EC2 only",
      "permissions.pass-role",
      a ->
          a.roles()
              .statement(
                  a.deployRole(),
                  "iam:PassRole",
                  s ->
                      s.putObject("Condition")
                          .putObject("StringEquals")
                          .put("iam:PassedToService", "ec2.amazonaws.com"))),
  PASS_ROLE_TASK_MISSING(
      "the deploy role may pass the execution role, but not the task role",
      "permissions.pass-role",
      a ->
          a.roles()
              .statement(
                  a.deployRole(), "iam:PassRole", s -> s.put("Resource", a.executionRole()))),

  SERVICE_MISSING(
      "there is no service", "service.exists", a -> a.remove(Type.SERVICE, a.serviceId())),
  SERVICE_DRAINING(
      "the service is being deleted",
      "service.active",
      a -> a.service(p -> p.put("@Status", "DRAINING"))),
  CONTROLLER_ECS(
      "the service has ECS's own deployment controller",
      "service.controller",
      a -> a.service(p -> p.putObject("DeploymentController").put("Type", "ECS"))),
  DESIRED_ZERO(
      "the service wants no tasks",
      "service.desired",
      a -> a.service(p -> p.put("DesiredCount", 0))),
  TASK_SET_UNSTEADY(
      "the primary task set gets no tasks",
      "service.stable",
      a -> a.service(p -> p.put("@NoCapacity", true))),
  CONTAINER_NAME_DIFFERS(
      "the AppSpec names a container that the task definition has not",
      "service.container",
      FaultyAccount::elsewhere),
  CONTAINER_PORT_DIFFERS(
      "the AppSpec names a port that the container does not open",
      "service.container",
      FaultyAccount::elsewhere),
  DEPLOYMENT_IN_FLIGHT(
      "somebody else's deployment is in flight",
      "service.in-flight",
      a -> a.group(p -> p.put("@InFlight", true))),

  GROUP_MISSING(
      "there is no deployment group",
      "group.exists",
      a -> a.remove(Type.DEPLOYMENT_GROUP, a.groupId())),
  GROUP_SERVER(
      "the CodeDeploy application is for servers", "group.platform", FaultyAccount::forServers),
  GROUP_OTHER_SERVICE(
      "the deployment group is for another service",
      "group.service",
      a ->
          a.group(
              p ->
                  p.putArray("ECSServices")
                      .addObject()
                      .put("ClusterName", a.cluster())
                      .put("ServiceName", "another"))),
  GROUP_IN_PLACE(
      "the deployment group deploys in place",
      "group.style",
      a -> a.group(p -> p.withObject("/DeploymentStyle").put("DeploymentType", "IN_PLACE"))),
  GROUP_WITHOUT_TRAFFIC_CONTROL(
      "the deployment group does not control traffic",
      "group.style",
      a ->
          a.group(
              p ->
                  p.withObject("/DeploymentStyle")
                      .put("DeploymentOption", "WITHOUT_TRAFFIC_CONTROL"))),
  CONFIGURATION_MISSING(
      "the deployment configuration is gone",
      "group.configuration",
      FaultyAccount::removeConfiguration),
  ALARM_RINGING(
      "an alarm of the deployment group is in ALARM",
      "group.alarms",
      a -> a.alarms(name -> a.edit(Type.ALARM, name, p -> p.put("@StateValue", "ALARM")))),
  ALARM_MISSING(
      "an alarm of the deployment group does not exist",
      "group.alarms",
      a -> a.alarms(name -> a.remove(Type.ALARM, name))),
  ROLLBACK_OFF(
      "the deployment group does not roll back by itself",
      "group.rollback",
      a -> a.group(p -> p.putObject("AutoRollbackConfiguration").put("Enabled", false))),
  GROUP_ROLE_TRUST(
      "CodeDeploy's service role does not trust CodeDeploy",
      "group.role",
      a -> a.roles().trustService(a.codeDeployRole(), "ec2.amazonaws.com")),
  GROUP_ROLE_NO_PASS_ROLE(
      "CodeDeploy's service role may pass no role",
      "group.role-permissions",
      a -> a.roles().forbid(a.codeDeployRole(), "iam:PassRole")),

  TARGET_GROUP_MISSING(
      "the second target group does not exist",
      "load-balancer.target-groups",
      a -> a.remove(Type.TARGET_GROUP, a.greensGroup())),
  TARGET_TYPE_INSTANCE(
      "the second target group is for instances",
      "load-balancer.target-type",
      a -> a.edit(Type.TARGET_GROUP, a.greensGroup(), p -> p.put("TargetType", "instance"))),
  VPC_DIFFERS(
      "the second target group is in another VPC",
      "load-balancer.vpc",
      a -> a.edit(Type.TARGET_GROUP, a.greensGroup(), p -> p.put("VpcId", "vpc-0elsewhere"))),
  HEALTH_CHECK_PATH_DIFFERS(
      "the second target group checks a path that is not there",
      "load-balancer.health-check",
      a -> a.edit(Type.TARGET_GROUP, a.greensGroup(), p -> p.put("HealthCheckPath", "/not-there"))),
  HEALTH_CHECK_PORT_DIFFERS(
      "the second target group checks a port on which nothing listens",
      "load-balancer.health-check",
      a -> a.edit(Type.TARGET_GROUP, a.greensGroup(), p -> p.put("HealthCheckPort", "9999"))),
  LISTENER_OTHER_GROUP(
      "the production listener forwards to another target group",
      "load-balancer.production-listener",
      a -> a.pointElsewhere(a.productionListener())),
  LISTENER_FIXED_RESPONSE(
      "the production listener answers by itself",
      "load-balancer.production-listener",
      FaultyAccount::answerByItself),
  TEST_LISTENER_MISSING(
      "the deployment group has no test listener",
      "load-balancer.test-listener",
      FaultyAccount::removeTestListener),
  TEST_LISTENER_OTHER_GROUP(
      "the test listener forwards to another target group",
      "load-balancer.test-listener",
      a -> a.testListener().ifPresent(a::pointElsewhere)),
  NLB_WITH_CANARY(
      "the load balancer is a network load balancer, and traffic is to move in steps",
      "load-balancer.network",
      FaultyAccount::networkLoadBalancer),

  EXECUTION_ROLE_MISSING(
      "there is no execution role",
      "task.execution-role",
      a -> a.roles().remove(a.executionRole())),
  EXECUTION_ROLE_TRUST(
      "the execution role does not trust ECS",
      "task.execution-role",
      a -> a.roles().trustService(a.executionRole(), "ec2.amazonaws.com")),
  TASK_ROLE_MISSING(
      "there is no task role",
      "task.task-role",
      a -> a.taskRole().ifPresent(role -> a.roles().remove(role))),
  SECRET_MISSING(
      "a secret of the task does not exist", "task.secrets", a -> a.removeFirst(Type.SECRET)),
  SECRET_KEY_MISSING(
      "a secret of the task has not the key that is wanted",
      "task.secrets",
      a -> a.editFirst(Type.SECRET, p -> p.put("SecretString", "{\"another\":\"rehearsal\"}"))),
  PARAMETER_MISSING(
      "a parameter of the task does not exist", "task.secrets", a -> a.removeFirst(Type.PARAMETER)),
  LOG_GROUP_MISSING(
      "the task's log group does not exist", "task.log-group", FaultyAccount::removeLogGroups),
  IMAGE_GONE("the image is not in the repository", "task.image", a -> a.repository().hideImages()),
  IMAGE_OTHER_PLATFORM(
      "the image is built for another CPU than the tasks'",
      "task.platform",
      FaultyAccount::elsewhere),
  HOOK_MISSING(
      "a hook's function does not exist", "hooks.functions", a -> a.removeFirst(Type.FUNCTION)),
  HOOK_NOT_INVOKABLE(
      "CodeDeploy's service role may not invoke the hooks' functions",
      "hooks.invoke",
      a -> a.roles().forbid(a.codeDeployRole(), "lambda:InvokeFunction")),

  ROLLBACK_TASK_DEFINITION_INACTIVE(
      "the task definition that a rollback goes back to is inactive",
      "rollback.task-definition",
      FaultyAccount::retireLastGood),
  ROLLBACK_IMAGE_GONE(
      "the image that a rollback goes back to is not in the repository",
      "rollback.image",
      a -> a.repository().hideLastGood());

  private final String sentence;
  private final String check;
  private final Edit edit;

  SetUpFault(String sentence, String check, Edit edit) {
    this.sentence = sentence;
    this.check = check;
    this.edit = edit;
  }

  /** As written in {@code -Dxacct.rehearse.fault}: {@code role-missing}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is wrong, for a person. */
  public String sentence() {
    return sentence;
  }

  /** The check of preflight that must name it, such as {@code role.assume}. */
  public String check() {
    return check;
  }

  void in(FaultyAccount account) {
    edit.of(account);
  }
}
