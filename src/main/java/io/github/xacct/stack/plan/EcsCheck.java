package io.github.xacct.stack.plan;

import io.github.xacct.model.TrafficShift;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks that ECS itself can deploy by an environment's configuration. Source: ECS API reference,
 * DeploymentConfiguration.
 */
final class EcsCheck {
  /** ECS's limit of bake times in minutes, a day. */
  private static final int LONGEST_BAKE_TIME = 1440;

  private static final int SMALLEST_STEP = 3;

  private final BootstrapRequest request;
  private final BootstrapRequest.OfEnvironment requested;
  private final EcsDeployments deployments;
  private final List<String> problems = new ArrayList<>();

  EcsCheck(
      BootstrapRequest request,
      BootstrapRequest.OfEnvironment requested,
      EcsDeployments deployments) {
    this.request = request;
    this.requested = requested;
    this.deployments = deployments;
  }

  /** Returns the problems of one environment, each with the path of its element in front. */
  List<String> problems() {
    String hooks = requested.parameters().getOrDefault(EcsHook.PARAMETER, EcsHook.NONE);
    if (!requested.byEcs()) {
      if (!hooks.equals(EcsHook.NONE)) {
        problem(
            "stackParameters/" + EcsHook.PARAMETER,
            "applies only to ECS's own deployments: write <hooks>, or <engine>ecs</engine>");
      }
      return problems;
    }
    if (request.codePipelineRole()) {
      problem(
          "engine",
          "ecs: CodePipeline's action CodeDeployToECS deploys by CodeDeploy only: leave out"
              + " <deployWith>codedeploy-action and -Dxacct.codePipelineRole; the pipeline's builds"
              + " deploy with the plugin then");
    }
    EcsHook.problems(hooks)
        .forEach(words -> problem("stackParameters/" + EcsHook.PARAMETER, words));
    ofDeployments();
    shift();
    if (deployments.bakeTime() > LONGEST_BAKE_TIME) {
      problem(
          "stackParameters/TerminationWaitMinutes",
          deployments.bakeTime()
              + ": ECS keeps the original tasks for "
              + LONGEST_BAKE_TIME
              + " minutes at most: write that or less");
    }
    return problems;
  }

  /** Rejects elements that only an AppSpec supports. */
  private void ofDeployments() {
    var settings = requested.environment().appSpec();
    if (!settings.hooks().isEmpty()) {
      problem(
          "hooks",
          "ECS invokes functions of the service, with another event and another result: write"
              + " <stackParameters><LifecycleHooks>STAGE=FUNCTION, and functions that return"
              + " hookStatus");
    }
    var elements =
        Map.of(
            "network", settings.network().isPresent(),
            "platformVersion", settings.platformVersion().isPresent(),
            "capacityProviders", !settings.capacityProviders().isEmpty());
    elements.keySet().stream()
        .filter(elements::get)
        .sorted()
        .forEach(
            element ->
                problem(
                    element,
                    "ECS takes it from the service, not from a deployment: leave it out, or use"
                        + " <engine>codedeploy"));
  }

  private void shift() {
    var shift = deployments.shift();
    if (shift.isEmpty()) {
      problem(
          "deploymentConfiguration",
          "ECS does not know CodeDeploy's configuration "
              + deployments.configurationName()
              + ": write <stackParameters><ShiftType>, <ShiftPercent> and <ShiftMinutes>");
      return;
    }
    if (shift.get().kind() == TrafficShift.Kind.LINEAR && shift.get().percent() < SMALLEST_STEP) {
      problem(
          "stackParameters/ShiftPercent",
          shift.get().percent()
              + ": the smallest linear step of ECS is "
              + SMALLEST_STEP
              + " percent: write that or more");
    }
    if (shift.get().minutes() > LONGEST_BAKE_TIME) {
      problem(
          "stackParameters/ShiftMinutes",
          """
          %s: ECS waits %s minutes at most: write that or less; for longer, a pause: \
          <LifecycleHooks>PRE_PRODUCTION_TRAFFIC_SHIFT=PAUSE:10080"""
              .formatted(shift.get().minutes(), LONGEST_BAKE_TIME));
    }
  }

  private void problem(String path, String words) {
    problems.add(path + ": " + words);
  }
}
