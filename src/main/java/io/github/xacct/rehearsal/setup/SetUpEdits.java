package io.github.xacct.rehearsal.setup;

import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.rehearsal.setup.FaultyAccount.Edit;
import java.time.Instant;

/** The change of each {@link SetUpFault} to a correctly configured account. */
public final class SetUpEdits {
  private static final Instant EXPIRED = Instant.parse("2026-01-01T00:00:00Z");

  private SetUpEdits() {}

  /** Returns the change of a fault. */
  public static Edit of(SetUpFault fault) {
    return switch (fault) {
      case BUILDER_IN_OTHER_ACCOUNT -> FaultyAccount::noChange;
      case CLOCK_SKEW -> FaultyAccount::noChange;
      case REPOSITORY_MISSING -> a -> a.repository().remove();
      case TAGS_MUTABLE -> a -> a.repository().edit(p -> p.put("ImageTagMutability", "MUTABLE"));
      case SCAN_OFF ->
          a ->
              a.repository()
                  .edit(p -> p.putObject("ImageScanningConfiguration").put("ScanOnPush", false));
      case LIFECYCLE_TOO_EAGER -> a -> a.repository().keepOneImage();
      case REPOSITORY_POLICY_MISSING ->
          a -> a.repository().edit(p -> p.remove("RepositoryPolicyText"));
      case REPOSITORY_POLICY_OTHER_ACCOUNT ->
          a -> a.repository().replaceInPolicy(a.account(), FaultyAccount.STRANGER);
      case REPOSITORY_POLICY_OTHER_ROLE ->
          a -> a.repository().replaceInPolicy(a.executionRole(), a.executionRole() + "-old");
      case REPOSITORY_POLICY_DENIES -> a -> a.repository().denyPulls();
      case ROLE_MISSING -> a -> a.roles().remove(a.deployRole());
      case ROLE_TRUSTS_OTHER_ACCOUNT ->
          a ->
              a.roles()
                  .trust(
                      s -> s.putObject("Principal").put("AWS", a.rootOf(FaultyAccount.STRANGER)));
      case ROLE_TRUSTS_OTHER_ROLE ->
          a ->
              a.roles()
                  .trust(
                      s ->
                          s.withObject("/Condition")
                              .putObject("ArnEquals")
                              .put("aws:PrincipalArn", a.deployRole() + "-build"));
      case EXTERNAL_ID_DIFFERS ->
          a ->
              a.roles()
                  .trust(
                      s ->
                          s.withObject("/Condition")
                              .putObject("StringEquals")
                              .put("sts:ExternalId", "another"));
      case SESSION_TAGS_REFUSED -> a -> a.roles().trust(s -> s.put("Action", "sts:AssumeRole"));
      case BUILDER_MAY_NOT_ASSUME -> a -> a.roles().denyBuilder("sts:AssumeRole", a.deployRole());
      case NO_CREATE_DEPLOYMENT ->
          a -> a.roles().forbid(a.deployRole(), "codedeploy:CreateDeployment");
      case NO_REGISTER -> a -> a.roles().forbid(a.deployRole(), "ecs:RegisterTaskDefinition");
      case NO_DESCRIBE_SERVICES -> a -> a.roles().forbid(a.deployRole(), "ecs:DescribeServices");
      case REGISTER_OTHER_FAMILY ->
          a ->
              a.roles()
                  .statement(
                      a.deployRole(),
                      "ecs:RegisterTaskDefinition",
                      s -> s.put("Resource", a.arn("ecs", "task-definition/another:*")));
      case EXPLICIT_DENY -> a -> a.roles().deny(a.deployRole(), "codedeploy:CreateDeployment", "*");
      case PASS_ROLE_MISSING -> a -> a.roles().forbid(a.deployRole(), "iam:PassRole");
      case PASS_ROLE_OTHER_SERVICE ->
          a ->
              a.roles()
                  .statement(
                      a.deployRole(),
                      "iam:PassRole",
                      s ->
                          s.putObject("Condition")
                              .putObject("StringEquals")
                              .put("iam:PassedToService", "ec2.amazonaws.com"));
      case PASS_ROLE_TASK_MISSING ->
          a ->
              a.roles()
                  .statement(
                      a.deployRole(), "iam:PassRole", s -> s.put("Resource", a.executionRole()));
      case SERVICE_MISSING -> a -> a.remove(ResourceTypeNames.SERVICE, a.serviceId());
      case SERVICE_DRAINING -> a -> a.service(p -> p.put("@Status", "DRAINING"));
      case CONTROLLER_ECS ->
          a -> a.service(p -> p.putObject("DeploymentController").put("Type", "ECS"));
      case DESIRED_ZERO -> a -> a.service(p -> p.put("DesiredCount", 0));
      case TASK_SET_UNSTEADY -> a -> a.service(p -> p.put("@NoCapacity", true));
      case CONTAINER_NAME_DIFFERS -> FaultyAccount::noChange;
      case CONTAINER_PORT_DIFFERS -> FaultyAccount::noChange;
      case DEPLOYMENT_IN_FLIGHT -> a -> a.group(p -> p.put("@InFlight", true));
      case GROUP_MISSING -> a -> a.remove(ResourceTypeNames.DEPLOYMENT_GROUP, a.groupId());
      case GROUP_SERVER -> FaultyAccount::forServers;
      case GROUP_OTHER_SERVICE ->
          a ->
              a.group(
                  p ->
                      p.putArray("ECSServices")
                          .addObject()
                          .put("ClusterName", a.cluster())
                          .put("ServiceName", "another"));
      case GROUP_IN_PLACE ->
          a -> a.group(p -> p.withObject("/DeploymentStyle").put("DeploymentType", "IN_PLACE"));
      case GROUP_WITHOUT_TRAFFIC_CONTROL ->
          a ->
              a.group(
                  p ->
                      p.withObject("/DeploymentStyle")
                          .put("DeploymentOption", "WITHOUT_TRAFFIC_CONTROL"));
      case CONFIGURATION_MISSING -> FaultyAccount::removeConfiguration;
      case ALARM_RINGING ->
          a ->
              a.alarms(
                  name ->
                      a.edit(ResourceTypeNames.ALARM, name, p -> p.put("@StateValue", "ALARM")));
      case ALARM_MISSING -> a -> a.alarms(name -> a.remove(ResourceTypeNames.ALARM, name));
      case ROLLBACK_OFF ->
          a -> a.group(p -> p.putObject("AutoRollbackConfiguration").put("Enabled", false));
      case GROUP_ROLE_TRUST -> a -> a.roles().trustService(a.codeDeployRole(), "ec2.amazonaws.com");
      case GROUP_ROLE_NO_PASS_ROLE -> a -> a.roles().forbid(a.codeDeployRole(), "iam:PassRole");
      case TARGET_GROUP_MISSING -> a -> a.remove(ResourceTypeNames.TARGET_GROUP, a.greensGroup());
      case TARGET_TYPE_INSTANCE ->
          a ->
              a.edit(
                  ResourceTypeNames.TARGET_GROUP,
                  a.greensGroup(),
                  p -> p.put("TargetType", "instance"));
      case VPC_DIFFERS ->
          a ->
              a.edit(
                  ResourceTypeNames.TARGET_GROUP,
                  a.greensGroup(),
                  p -> p.put("VpcId", "vpc-0elsewhere"));
      case HEALTH_CHECK_PATH_DIFFERS ->
          a ->
              a.edit(
                  ResourceTypeNames.TARGET_GROUP,
                  a.greensGroup(),
                  p -> p.put("HealthCheckPath", "/not-there"));
      case HEALTH_CHECK_PORT_DIFFERS ->
          a ->
              a.edit(
                  ResourceTypeNames.TARGET_GROUP,
                  a.greensGroup(),
                  p -> p.put("HealthCheckPort", "9999"));
      case LISTENER_OTHER_GROUP -> a -> a.pointElsewhere(a.productionListener());
      case LISTENER_FIXED_RESPONSE -> FaultyAccount::answerByItself;
      case TEST_LISTENER_MISSING -> FaultyAccount::removeTestListener;
      case TEST_LISTENER_OTHER_GROUP -> a -> a.testListener().ifPresent(a::pointElsewhere);
      case CERTIFICATE_OTHER_NAME ->
          a -> a.secure(c -> c.putArray("SubjectAlternativeNames").add("another.example.com"));
      case CERTIFICATE_EXPIRED ->
          a -> a.secure(c -> c.put("@NotAfter", EXPIRED.getEpochSecond()).put("@Type", "IMPORTED"));
      case PROVIDER_NOT_ASSOCIATED ->
          a ->
              a.edit(
                  ResourceTypeNames.CLUSTER,
                  a.cluster(),
                  p -> p.putArray("CapacityProviders").add("FARGATE"));
      case NLB_WITH_CANARY -> FaultyAccount::networkLoadBalancer;
      case LOAD_BALANCER_NOT_ADMITTED -> a -> a.network().keepLoadBalancerOut();
      case NO_ROUTE_OUT -> a -> a.network().removeDefaultRoutes();
      case NO_PUBLIC_ADDRESS -> a -> a.network().leadToInternetGateway();
      case NAT_GATEWAY_GONE -> a -> a.network().removeNatGateways();
      case NAT_GATEWAY_INSIDE -> a -> a.network().moveNatGatewaysInside();
      case EGRESS_CLOSED -> a -> a.network().closeEgress();
      case NETWORK_ACL_DROPS -> a -> a.network().dropAnswers();
      case ENDPOINTS_WITHOUT_DNS -> a -> a.network().endpointsWithoutNames();
      case ENDPOINT_CLOSED -> a -> a.network().closedEndpoint();
      case LAYERS_ENDPOINT_MISSING -> a -> a.network().endpointsBut("s3");
      case LOGS_ENDPOINT_MISSING -> a -> a.network().endpointsBut("logs");
      case SECRETS_ENDPOINT_MISSING -> a -> a.network().endpointsBut("secretsmanager");
      case EXECUTION_ROLE_MISSING -> a -> a.roles().remove(a.executionRole());
      case EXECUTION_ROLE_TRUST ->
          a -> a.roles().trustService(a.executionRole(), "ec2.amazonaws.com");
      case TASK_ROLE_MISSING -> a -> a.taskRole().ifPresent(role -> a.roles().remove(role));
      case SECRET_MISSING -> a -> a.removeFirst(ResourceTypeNames.SECRET);
      case SECRET_KEY_MISSING ->
          a ->
              a.editFirst(
                  ResourceTypeNames.SECRET,
                  p -> p.put("SecretString", "{\"another\":\"rehearsal\"}"));
      case PARAMETER_MISSING -> a -> a.removeFirst(ResourceTypeNames.PARAMETER);
      case LOG_GROUP_MISSING -> FaultyAccount::removeLogGroups;
      case IMAGE_GONE -> a -> a.repository().hideImages();
      case IMAGE_OTHER_PLATFORM -> FaultyAccount::noChange;
      case HOOK_MISSING -> a -> a.removeFirst(ResourceTypeNames.FUNCTION);
      case HOOK_NOT_INVOKABLE -> a -> a.roles().forbid(a.codeDeployRole(), "lambda:InvokeFunction");
      case ROLLBACK_TASK_DEFINITION_INACTIVE -> FaultyAccount::retireLastGood;
      case ROLLBACK_IMAGE_GONE -> a -> a.repository().hideLastGood();
    };
  }
}
