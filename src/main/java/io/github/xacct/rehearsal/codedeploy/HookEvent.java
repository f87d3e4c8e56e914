package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.codedeploy.Deployment.Event;
import io.github.xacct.rehearsal.codedeploy.Deployment.Status;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.plan.FunctionFailure;
import io.github.xacct.rehearsal.plan.RehearsedFunction;
import io.github.xacct.rehearsal.task.FunctionRun;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Runs a lifecycle event hook: its function reports by PutLifecycleEventHookExecutionStatus within
 * one hour. A hook whose function does not run on this machine succeeds after some seconds, unless
 * its status is reported before. Source: CodeDeploy user guide, "AppSpec 'hooks' section for an
 * Amazon ECS deployment". If the function fails, AWS waits for the status nevertheless; here the
 * hook fails immediately.
 */
final class HookEvent {
  private final DeploymentWorld world;
  private final Deployment deployment;
  private final RunningService service;
  private final Lifecycle lifecycle;

  HookEvent(DeploymentWorld world, Deployment deployment, Lifecycle lifecycle) {
    this.world = world;
    this.deployment = deployment;
    this.service = deployment.service;
    this.lifecycle = lifecycle;
  }

  void await(Event event, String nameOrArn) throws DeploymentHalted, InterruptedException {
    Optional<RehearsedFunction> function = world.hooks().find(service.place, nameOrArn);
    if (function.isPresent()) {
      await(event, function.get());
    } else {
      lifecycle.await(world.pace().seconds(3), () -> event.reported.isPresent());
    }
    if (event.reported.equals(Optional.of(Status.FAILED))) {
      throw reportedFailure(event);
    }
  }

  private void await(Event event, RehearsedFunction function)
      throws DeploymentHalted, InterruptedException {
    FunctionRun run = invoke(event, function);
    boolean over =
        lifecycle.await(
            world.pace().installLimit(),
            () -> event.reported.isPresent() || run.failure().isPresent());
    if (event.reported.equals(Optional.of(Status.SUCCEEDED))) {
      return;
    }
    if (event.reported.isPresent()) {
      lifecycle.await(world.pace().drain(), run::ended); // for the rest of its output
    }
    String why =
        event.reported.isPresent()
            ? "It reported the status Failed"
            : over
                ? run.failure().orElseThrow()
                : "It reported no status within one hour, by PutLifecycleEventHookExecutionStatus";
    note(event, function, why, run.lastLines());
    if (event.reported.isEmpty()) {
      throw failure(event, "failed: " + why);
    }
  }

  private FunctionRun invoke(Event event, RehearsedFunction function) throws DeploymentHalted {
    ObjectNode input = Json.object().put("DeploymentId", deployment.id);
    input.put("LifecycleEventHookExecutionId", event.hookExecutionId);
    try {
      return world.hooks().invoke(service.place, function, input, service::changed);
    } catch (IOException e) {
      note(event, function, ErrorText.of(e), List.of());
      throw failure(event, "could not be invoked: " + ErrorText.of(e));
    }
  }

  private void note(Event event, RehearsedFunction function, String why, List<String> lastLines) {
    world
        .notices()
        .failed(new FunctionFailure(service.key, function.name(), event.name, why, lastLines));
  }

  DeploymentHalted reportedFailure(Event event) {
    return failure(event, "reported a failure");
  }

  private static DeploymentHalted failure(Event event, String what) {
    return DeploymentHalted.failed(
        "HOOK_EXECUTION_FAILURE",
        "The deployment failed because the function of the lifecycle event hook %s %s."
            .formatted(event.name, what));
  }
}
