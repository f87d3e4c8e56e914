package io.github.xacct.rehearsal.setup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.RoleArn;
import io.github.xacct.rehearsal.codedeploy.Lambda;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import io.github.xacct.rehearsal.plan.EcsDeployment.Hook;
import io.github.xacct.rehearsal.plan.RehearsalPlan.RehearsedService;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Optional;

/**
 * Adds the deployment configuration of the ECS deployment controller to a service's CloudFormation
 * properties.
 */
final class PlannedEcsDeployment {
  private final RehearsedService service;
  private final EcsDeployment how;

  PlannedEcsDeployment(RehearsedService service) {
    this.service = service;
    this.how = service.ecsDeployment().orElseThrow();
  }

  /** Returns the role with which ECS changes the load balancer. */
  static RoleArn infrastructureRole(RehearsedService service) {
    return role(service, "-infrastructure");
  }

  /** Returns the role with which ECS invokes hook functions. */
  static RoleArn hookRole(RehearsedService service) {
    return role(service, "-hooks");
  }

  private static RoleArn role(RehearsedService service, String suffix) {
    return new RoleArn(service.region().partition(), service.account(), service.service() + suffix);
  }

  /**
   * Completes the service.
   *
   * @param alarm CloudWatch alarm of its deployments
   */
  void into(
      ObjectNode properties,
      String alarm,
      String alternate,
      String productionRule,
      Optional<String> testRule) {
    properties.putObject("DeploymentController").put("Type", "ECS");
    ObjectNode advanced =
        ((ObjectNode) properties.at("/LoadBalancers/0"))
            .putObject("AdvancedConfiguration")
            .put("AlternateTargetGroupArn", alternate)
            .put("ProductionListenerRule", productionRule);
    Json.putText(advanced, "TestListenerRule", testRule);
    advanced.put("RoleArn", infrastructureRole(service).toString());
    ObjectNode configuration = properties.putObject("DeploymentConfiguration");
    configuration.put("MaximumPercent", 200).put("MinimumHealthyPercent", 100);
    configuration.put("Strategy", how.strategy().name()).put("BakeTimeInMinutes", how.bakeTime());
    switch (how.strategy()) {
      case LINEAR ->
          configuration
              .putObject("LinearConfiguration")
              .put("StepPercent", how.percent())
              .put("StepBakeTimeInMinutes", how.stepBakeTime());
      case CANARY ->
          configuration
              .putObject("CanaryConfiguration")
              .put("CanaryPercent", how.percent())
              .put("CanaryBakeTimeInMinutes", how.stepBakeTime());
      case BLUE_GREEN -> {
        // This strategy has no steps.
      }
    }
    configuration
        .putObject("Alarms")
        .put("Enable", true)
        .put("Rollback", true)
        .putArray("AlarmNames")
        .add(alarm);
    configuration
        .putObject("DeploymentCircuitBreaker")
        .put("Enable", how.circuitBreaker())
        .put("Rollback", how.circuitBreaker());
    ArrayNode hooks = configuration.putArray("LifecycleHooks");
    how.hooks().forEach(hook -> hooks.add(hook(hook)));
  }

  private ObjectNode hook(Hook hook) {
    ObjectNode node = Json.object();
    node.put("TargetType", hook.function().isPresent() ? "AWS_LAMBDA" : "PAUSE");
    hook.function()
        .map(name -> AccountRegion.of(service).arn("lambda", "function:" + Lambda.name(name)))
        .ifPresent(
            arn -> node.put("HookTargetArn", arn).put("RoleArn", hookRole(service).toString()));
    node.set("LifecycleStages", Json.texts(hook.stages()));
    node.putObject("TimeoutConfiguration")
        .put("TimeoutInMinutes", hook.timeout())
        .put("Action", hook.continues() ? "CONTINUE" : "ROLLBACK");
    return node;
  }
}
