package io.github.xacct.rehearsal.plan;

import java.util.Locale;
import java.util.Optional;

/**
 * Misconfigurations of a service with the ECS deployment controller, as they occur in real
 * accounts. Each edits the service's resources; a deployment ends as its {@link End} states.
 */
public enum EcsSetUpFault {
  STRATEGY_ROLLING(
      "the service's strategy is ROLLING", End.REFUSED, "UpdateService that starts a rolling"),
  CONTROLLER_EXTERNAL(
      "the service has the deployment controller EXTERNAL",
      End.REFUSED,
      "Unable to update task definition on services with an EXTERNAL deployment controller"),
  SERVICE_DELETED("the service is being deleted", End.REFUSED, "Service was not ACTIVE."),
  CONTAINER_DIFFERS(
      "the service names a container that the task definition does not have",
      End.REFUSED,
      "The container another does not exist in the task definition."),
  PORT_DIFFERS(
      "the service names a port that the container does not expose",
      End.REFUSED,
      "did not have a container port 9999 defined."),
  GROUP_OF_INSTANCES(
      "the alternate target group has the target type instance instead of ip",
      End.REFUSED,
      "which is incompatible with the awsvpc network mode"),
  DEPLOY_ROLE_NO_UPDATE(
      "the deploy role may not update the service",
      End.REFUSED,
      "is not authorized to perform: ecs:UpdateService"),
  DEPLOY_ROLE_NO_FOLLOW(
      "the deploy role may not read the service's deployments",
      End.GOES_ON,
      "is not authorized to perform: ecs:DescribeServiceDeployments"),
  DEPLOY_ROLE_NO_STOP(
      "the deploy role may not stop the service's deployments",
      End.GOES_ON,
      "is not authorized to perform: ecs:StopServiceDeployment"),
  INFRASTRUCTURE_ROLE_MISSING(
      "there is no infrastructure role", End.ROLLED_BACK, "missing permissions on ECS"),
  INFRASTRUCTURE_ROLE_TRUST(
      "the infrastructure role does not trust ECS", End.ROLLED_BACK, "missing permissions on ECS"),
  INFRASTRUCTURE_ROLE_NO_READ(
      "the infrastructure role may not read rules",
      End.ROLLED_BACK,
      "missing permissions on ECS Infrastructure Role"),
  INFRASTRUCTURE_ROLE_NO_REGISTER(
      "the infrastructure role may not register targets",
      End.ROLLED_BACK,
      "missing permissions on ECS Infrastructure Role"),
  INFRASTRUCTURE_ROLE_NO_MODIFY(
      "the infrastructure role may not change the listener's default rule",
      End.ROLLED_BACK,
      "is not authorized to perform: elasticloadbalancing:ModifyListener"),
  PRODUCTION_RULE_GONE(
      "the production rule does not exist", End.ROLLED_BACK, "One or more rules not found"),
  TEST_RULE_GONE("the test rule does not exist", End.ROLLED_BACK, "One or more rules not found"),
  PRODUCTION_RULE_ELSEWHERE(
      "the production rule forwards to another target group",
      End.ROLLED_BACK,
      "is forwarding traffic to unexpected target group"),
  PRODUCTION_RULE_SPLIT(
      "the production rule forwards to both target groups",
      End.ROLLED_BACK,
      "but found 2 target groups which are serving traffic"),
  PRODUCTION_RULE_WITHOUT_WEIGHT(
      "the production rule forwards to both target groups with the weight 0",
      End.ROLLED_BACK,
      "but found 0 target groups which are serving traffic"),
  PRODUCTION_RULE_FIXED_RESPONSE(
      "the production rule returns a fixed response",
      End.ROLLED_BACK,
      "but found 0 target groups which are serving traffic"),
  ALTERNATE_NOT_ASSOCIATED(
      "neither rule names the alternate target group",
      End.ROLLED_BACK,
      "is not associated with either productionListenerRule or testListenerRule."),
  ALTERNATE_GONE(
      "the alternate target group does not exist",
      End.ROLLED_BACK,
      "One or more target groups not found"),
  WEIGHTS_SWAPPED(
      "the production rule was changed to forward to the target group without tasks",
      End.GOES_ON,
      "SUCCESSFUL"),
  HEALTH_CHECK_ELSEWHERE(
      "the alternate target group's health check uses a port on which nothing listens",
      End.WAITS,
      "SCALE_UP"),
  EXECUTION_ROLE_GONE("there is no execution role", End.WAITS, "SCALE_UP"),
  HOOK_FUNCTION_GONE(
      "a hook's function does not exist", End.ROLLED_BACK, "ECS was unable to invoke hook target"),
  HOOK_ROLE_GONE("there is no hook role", End.ROLLED_BACK, "ECS was unable to assume role"),
  HOOK_ROLE_DISTRUSTS(
      "the hook role does not trust ECS", End.ROLLED_BACK, "ECS was unable to assume role"),
  HOOK_ROLE_NO_INVOKE(
      "the hook role may not invoke the functions",
      End.ROLLED_BACK,
      "/ECS-Lambda-Execution is not authorized to perform: lambda:InvokeFunction"),
  HOOK_REFUSES("a hook's function returns FAILED", End.ROLLED_BACK, "returned FAILED status."),
  HOOK_OF_CODEDEPLOY(
      "a hook's function responds as for CodeDeploy, without hookStatus",
      End.ROLLED_BACK,
      "due to: HookStatus must not be null"),
  HOOK_NEVER_READY(
      "a hook's function always returns IN_PROGRESS",
      End.ROLLED_BACK,
      "Lifecycle hook target timed out."),
  PAUSE_FORGOTTEN(
      "a forgotten pause times out after a minute",
      End.ROLLED_BACK,
      "POST_SCALE_UP pause hook timed out."),
  ALARM_ALREADY_RINGS(
      "the alarm is in ALARM before the deployment, so ECS ignores it", End.GOES_ON, "SUCCESSFUL"),
  ECS_DEPLOYMENT_IN_FLIGHT(
      "another deployment waits in a pause, and is superseded", End.GOES_ON, "SUCCESSFUL");

  /** The outcome of a deployment. */
  public enum End {
    REFUSED("is refused"),
    ROLLED_BACK("is rolled back"),
    WAITS("stays in the stage"),
    GOES_ON("continues");

    private final String words;

    End(String words) {
      this.words = words;
    }

    /** Returns a description of the outcome. */
    public String words() {
      return words;
    }
  }

  private final String sentence;
  private final End end;
  private final String evidence;

  EcsSetUpFault(String sentence, End end, String evidence) {
    this.sentence = sentence;
    this.end = end;
    this.evidence = evidence;
  }

  /** Returns the fault's ID, such as {@code production-rule-split}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns a description of the misconfiguration. */
  public String sentence() {
    return sentence;
  }

  /** The outcome of a deployment. */
  public End end() {
    return end;
  }

  /**
   * Returns text that the error, the reason, the stage or the status contains, the only evidence of
   * the fault.
   */
  public String evidence() {
    return evidence;
  }

  /**
   * Returns the preflight check that reports it before a deployment; empty if the configuration
   * does not show it.
   */
  public Optional<String> check() {
    return Optional.of(
            switch (this) {
              case STRATEGY_ROLLING, CONTROLLER_EXTERNAL -> "service.controller";
              case SERVICE_DELETED -> "service.active";
              case CONTAINER_DIFFERS, PORT_DIFFERS -> "service.container";
              case ECS_DEPLOYMENT_IN_FLIGHT -> "service.in-flight";
              case DEPLOY_ROLE_NO_UPDATE, DEPLOY_ROLE_NO_FOLLOW, DEPLOY_ROLE_NO_STOP ->
                  "permissions.deploy-role";
              case INFRASTRUCTURE_ROLE_MISSING, INFRASTRUCTURE_ROLE_TRUST -> "deployment.role";
              case INFRASTRUCTURE_ROLE_NO_READ,
                  INFRASTRUCTURE_ROLE_NO_REGISTER,
                  INFRASTRUCTURE_ROLE_NO_MODIFY ->
                  "deployment.role-permissions";
              case PAUSE_FORGOTTEN -> "deployment.pauses";
              case ALARM_ALREADY_RINGS -> "deployment.alarms";
              case GROUP_OF_INSTANCES -> "load-balancer.target-type";
              case ALTERNATE_GONE -> "load-balancer.target-groups";
              case HEALTH_CHECK_ELSEWHERE -> "load-balancer.health-check";
              case PRODUCTION_RULE_GONE,
                  PRODUCTION_RULE_ELSEWHERE,
                  PRODUCTION_RULE_SPLIT,
                  PRODUCTION_RULE_WITHOUT_WEIGHT,
                  PRODUCTION_RULE_FIXED_RESPONSE,
                  WEIGHTS_SWAPPED ->
                  "load-balancer.production-listener";
              case TEST_RULE_GONE -> "load-balancer.test-listener";
              case ALTERNATE_NOT_ASSOCIATED -> "load-balancer.association";
              case EXECUTION_ROLE_GONE -> "task.execution-role";
              case HOOK_FUNCTION_GONE -> "hooks.functions";
              case HOOK_ROLE_GONE, HOOK_ROLE_DISTRUSTS -> "hooks.role";
              case HOOK_ROLE_NO_INVOKE -> "hooks.invoke";
              case HOOK_REFUSES, HOOK_OF_CODEDEPLOY, HOOK_NEVER_READY -> "";
            })
        .filter(id -> !id.isEmpty());
  }
}
