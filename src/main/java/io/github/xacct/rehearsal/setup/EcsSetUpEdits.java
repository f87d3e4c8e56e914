package io.github.xacct.rehearsal.setup;

import io.github.xacct.rehearsal.plan.EcsSetUpFault;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;

/** The change of each {@link EcsSetUpFault} to a correctly configured service. */
public final class EcsSetUpEdits {
  private static final String MODIFY = "elasticloadbalancing:ModifyListener";
  private static final String ANOTHER_SERVICE = "ec2.amazonaws.com";

  private EcsSetUpEdits() {}

  /** Applies a fault to a service. */
  public static void apply(EcsSetUpFault fault, FaultyEcsService s) {
    switch (fault) {
      case STRATEGY_ROLLING -> s.configuration(c -> c.put("Strategy", "ROLLING"));
      case CONTROLLER_EXTERNAL ->
          s.service(p -> p.putObject("DeploymentController").put("Type", "EXTERNAL"));
      case SERVICE_DELETED -> s.service(p -> p.put("@Status", "DRAINING"));
      case CONTAINER_DIFFERS -> s.balancer(b -> b.put("ContainerName", "another"));
      case PORT_DIFFERS -> s.balancer(b -> b.put("ContainerPort", 9999));
      case GROUP_OF_INSTANCES -> s.alternate(p -> p.put("TargetType", "instance"));
      case DEPLOY_ROLE_NO_UPDATE -> s.forbid(s.deployRole(), "ecs:UpdateService");
      case DEPLOY_ROLE_NO_FOLLOW -> s.forbid(s.deployRole(), "ecs:DescribeServiceDeployments");
      case DEPLOY_ROLE_NO_STOP -> s.forbid(s.deployRole(), "ecs:StopServiceDeployment");
      case INFRASTRUCTURE_ROLE_MISSING -> s.removeRole(s.infrastructureRole());
      case INFRASTRUCTURE_ROLE_TRUST -> s.trust(s.infrastructureRole(), ANOTHER_SERVICE);
      case INFRASTRUCTURE_ROLE_NO_READ ->
          s.forbid(s.infrastructureRole(), "elasticloadbalancing:DescribeRules");
      case INFRASTRUCTURE_ROLE_NO_REGISTER ->
          s.forbid(s.infrastructureRole(), "elasticloadbalancing:RegisterTargets");
      case INFRASTRUCTURE_ROLE_NO_MODIFY -> s.forbid(s.infrastructureRole(), MODIFY);
      case PRODUCTION_RULE_GONE -> s.advanced(a -> a.put("ProductionListenerRule", s.noRule()));
      case TEST_RULE_GONE -> s.advanced(a -> a.put("TestListenerRule", s.noRule()));
      case PRODUCTION_RULE_ELSEWHERE -> s.forward(s.another(), 1, s.blue(), 0, s.green(), 0);
      case PRODUCTION_RULE_SPLIT -> s.forward(s.blue(), 50, s.green(), 50);
      case PRODUCTION_RULE_WITHOUT_WEIGHT -> s.forward(s.blue(), 0, s.green(), 0);
      case PRODUCTION_RULE_FIXED_RESPONSE -> s.answerByItself();
      case ALTERNATE_NOT_ASSOCIATED -> {
        s.forward(s.blue(), 1);
        s.forwardTest(s.blue(), 1);
      }
      case ALTERNATE_GONE -> s.remove(ResourceTypeNames.TARGET_GROUP, s.green());
      case WEIGHTS_SWAPPED -> s.forward(s.blue(), 0, s.green(), 1);
      case HEALTH_CHECK_ELSEWHERE -> s.alternate(p -> p.put("HealthCheckPort", "9"));
      case EXECUTION_ROLE_GONE -> s.removeRole(s.executionRole());
      case HOOK_FUNCTION_GONE -> {
        s.hook();
        s.remove(ResourceTypeNames.FUNCTION, FaultyEcsService.FUNCTION);
      }
      case HOOK_ROLE_GONE -> {
        s.hook();
        s.removeRole(s.hookRole());
      }
      case HOOK_ROLE_DISTRUSTS -> {
        s.hook();
        s.trust(s.hookRole(), ANOTHER_SERVICE);
      }
      case HOOK_ROLE_NO_INVOKE -> {
        s.hook();
        s.invokesAnother();
      }
      case HOOK_REFUSES -> s.hookAnswers("hookStatus", "FAILED");
      case HOOK_OF_CODEDEPLOY -> s.hookAnswers("status", "Succeeded");
      case HOOK_NEVER_READY -> s.hookAnswers("hookStatus", "IN_PROGRESS");
      case PAUSE_FORGOTTEN -> s.pause("POST_SCALE_UP", 1);
      case ALARM_ALREADY_RINGS -> s.ring();
      case ECS_DEPLOYMENT_IN_FLIGHT -> s.service(p -> p.put("@InFlight", true));
    }
  }
}
