package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.iam.Iam;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs the hooks of a deployment's stages: all hooks of a stage start together, all must succeed.
 * Source: ECS developer guide, "Lifecycle hooks for Amazon ECS service deployments" and "Pause
 * lifecycle hooks".
 */
final class Hooks {
  private static final int CALL_BACK_SECONDS = 30;

  private final ServiceDeployment deployment;
  private final ServiceDeploymentWorld world;
  private final StageProgress progress;
  private final RunningService service;

  /** The hookDetails that functions returned, passed to them again during the deployment. */
  private final Map<Hook, ObjectNode> details = new HashMap<>();

  Hooks(ServiceDeployment deployment, ServiceDeploymentWorld world, StageProgress progress) {
    this.deployment = deployment;
    this.world = world;
    this.progress = progress;
    this.service = deployment.service;
  }

  /** Runs the hooks of a stage; pauses only on the way forward. */
  void run(LifecycleStage stage, boolean forward) throws Halted, InterruptedException {
    List<HookRun> due = new ArrayList<>();
    synchronized (service) {
      for (Hook hook : deployment.settings.hooks()) {
        if (hook.stages().contains(stage.name()) && (forward || !hook.pause())) {
          Duration limit = world.pace().minutes(hook.timeout());
          due.add(new HookRun(hook, stage, Instant.now().plus(limit)));
        }
      }
      deployment.hooks.clear();
      deployment.hooks.addAll(due);
      deployment.touch();
    }
    for (HookRun run : due) {
      if (!run.hook.pause()) {
        ask(run);
      }
    }
    for (HookRun run : due) {
      if (run.hook.pause()) {
        await(run);
      }
    }
  }

  private void await(HookRun run) throws Halted, InterruptedException {
    Duration left = Duration.between(Instant.now(), run.expiresAt);
    boolean answered = progress.await(left, () -> run.answer.isPresent());
    if (answered) {
      boolean goesOn = run.answer.orElse(false);
      end(run, goesOn ? HookRun.Status.SUCCEEDED : HookRun.Status.FAILED);
      if (!goesOn) {
        throw Halted.hook(
            run.stage, "ContinueServiceDeployment asked for a rollback." + Halted.OWN_WORDS);
      }
      return;
    }
    end(run, HookRun.Status.TIMED_OUT);
    if (!run.hook.timeoutAction().equals("CONTINUE")) {
      throw Halted.because(run.stage + " pause hook timed out.");
    }
  }

  private void end(HookRun run, HookRun.Status status) {
    synchronized (service) {
      run.status = status;
      deployment.touch();
    }
  }

  private void ask(HookRun run) throws Halted, InterruptedException {
    String execution = UUID.randomUUID().toString();
    ObjectNode kept = details.computeIfAbsent(run.hook, Hook::details);
    for (int attempt = 0; Instant.now().isBefore(run.expiresAt); attempt++) {
      demandInvokable(run);
      Optional<JsonNode> answer =
          world
              .functions()
              .invoke(service.key, run.hook.target(), event(run, execution, kept), attempt);
      String status = answer.map(a -> a.path("hookStatus").asText()).orElse("");
      if (status.equals("SUCCEEDED")) {
        end(run, HookRun.Status.SUCCEEDED);
        return;
      }
      if (!status.equals("IN_PROGRESS")) {
        throw failed(run, answer, status);
      }
      if (answer.get().path("hookDetails") instanceof ObjectNode more) {
        kept.setAll(more);
      }
      int seconds = answer.get().path("callBackDelay").asInt(CALL_BACK_SECONDS);
      progress.await(world.pace().seconds(seconds), () -> false);
    }
    end(run, HookRun.Status.TIMED_OUT);
    if (!run.hook.timeoutAction().equals("CONTINUE")) {
      throw Halted.hook(run.stage, "Lifecycle hook target timed out." + Halted.OWN_WORDS);
    }
  }

  private Halted failed(HookRun run, Optional<JsonNode> answer, String status) {
    end(run, HookRun.Status.FAILED);
    String target = run.hook.target();
    if (answer.isEmpty()) {
      return Halted.hook(
          run.stage, "Lifecycle hook target " + target + " failed." + Halted.OWN_WORDS);
    }
    return Halted.hook(
        run.stage,
        status.equals("FAILED")
            ? "Lifecycle hook target " + target + " returned FAILED status."
            : "ECS was unable to parse the response from "
                + target
                + " due to: HookStatus must not be null");
  }

  private void demandInvokable(HookRun run) throws Halted {
    var iam = new Iam(world.store());
    String role = run.hook.role();
    if (!iam.trusts(role, "ecs.amazonaws.com", deployment.arn)) {
      end(run, HookRun.Status.FAILED);
      throw Halted.hook(run.stage, "ECS was unable to assume role " + role);
    }
    String target = run.hook.target();
    if (!hasFunction(target)) {
      end(run, HookRun.Status.FAILED);
      throw Halted.hook(
          run.stage,
          "ECS was unable to invoke hook target %s due to Function not found: %s%s"
              .formatted(target, target, Halted.OWN_WORDS));
    }
    if (!iam.decide(role, "lambda:InvokeFunction", target, Map.of()).allowed()) {
      end(run, HookRun.Status.FAILED);
      String session =
          role.replace(":iam:", ":sts:").replaceFirst(":role/(?:.*/)?", ":assumed-role/");
      throw Halted.hook(
          run.stage,
          """
          ECS was unable to invoke hook target %s due to User: %s/ECS-Lambda-Execution \
          is not authorized to perform: lambda:InvokeFunction on resource: %s"""
              .formatted(target, session, target));
    }
  }

  private boolean hasFunction(String arn) {
    String name = arn.replaceFirst(".*:function:", "").replaceFirst(":.*", "");
    return world.store().has(service.place, ResourceTypeNames.FUNCTION, name);
  }

  private ObjectNode event(HookRun run, String execution, ObjectNode kept) {
    ObjectNode event = Json.object().put("executionId", execution);
    event.put("lifecycleStage", run.stage.name()).put("resourceArn", deployment.arn);
    ObjectNode more = event.putObject("executionDetails");
    more.put("serviceArn", service.arn());
    more.put("targetServiceRevisionArn", deployment.target.arn);
    ObjectNode test = more.putObject("testTrafficWeights");
    ObjectNode production = more.putObject("productionTrafficWeights");
    switch (run.stage) {
      case TEST_TRAFFIC_SHIFT -> weights(test, deployment.test);
      case PRE_PRODUCTION_TRAFFIC_SHIFT, PRODUCTION_TRAFFIC_SHIFT ->
          weights(production, deployment.production);
      default -> {
        // Other stages have no such details.
      }
    }
    return event.set("hookDetails", kept.deepCopy());
  }

  private void weights(ObjectNode weights, double green) {
    weights.put(deployment.target.arn, green);
    deployment.sources.stream().findFirst().ifPresent(blue -> weights.put(blue.arn, 100 - green));
  }
}
