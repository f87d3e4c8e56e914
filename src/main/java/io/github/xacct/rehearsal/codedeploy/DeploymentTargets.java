package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.codedeploy.Deployment.Status;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.ListPage;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The operations on a deployment's only target, {@code cluster:service}, and on its hooks. Source:
 * CodeDeploy API reference, BatchGetDeploymentTargets and PutLifecycleEventHookExecutionStatus.
 */
final class DeploymentTargets {
  private final CodeDeployNames named;

  DeploymentTargets(CodeDeployNames named) {
    this.named = named;
  }

  private Deployment started(Call call) {
    Deployment found = named.deployment(call);
    if (locked(found.service, () -> found.startedAt.isEmpty())) {
      throw CodeDeployNames.error(
          "DeploymentNotStarted", "The deployment " + found.id + " has not started");
    }
    return found;
  }

  ObjectNode list(Call call) {
    return ListPage.of(call, "targetIds", List.of(started(call).targetId()), "", 100);
  }

  ObjectNode get(Call call) {
    Deployment found = started(call);
    String id = CodeDeployNames.required(call, "targetId", "DeploymentTargetId", "Target ID");
    checkTarget(found, id);
    ObjectNode answer = Json.object();
    answer.set("deploymentTarget", locked(found.service, () -> CodeDeployShapes.target(found)));
    return answer;
  }

  private static void checkTarget(Deployment deployment, String id) {
    if (!id.matches("[^:]+:[^:]+")) {
      throw CodeDeployNames.error(
          "InvalidDeploymentTargetId",
          "Invalid id "
              + id
              + " for ECS deployment, valid Id should be in format <cluster-name>:<service-name>");
    }
    if (!id.equals(deployment.targetId())) {
      throw CodeDeployNames.error(
          "DeploymentTargetDoesNotExist", "The deployment target " + id + " could not be found");
    }
  }

  ObjectNode batchGet(Call call) {
    Deployment found = started(call);
    List<String> ids = Json.textsOf(call.input().path("targetIds"));
    if (ids.isEmpty()) {
      throw CodeDeployNames.error("DeploymentTargetIdRequired", "Target ID must be specified");
    }
    if (ids.size() > 1) {
      throw CodeDeployNames.error(
          "DeploymentTargetListSizeExceeded", "An ECS deployment has exactly one target");
    }
    checkTarget(found, ids.get(0));
    ObjectNode answer = Json.object();
    answer
        .putArray("deploymentTargets")
        .add(locked(found.service, () -> CodeDeployShapes.target(found)));
    return answer;
  }

  ObjectNode putHookStatus(Call call) {
    Deployment found = named.deployment(call);
    String execution = call.text("lifecycleEventHookExecutionId");
    Status said =
        switch (call.text("status")) {
          case "Succeeded" -> Status.SUCCEEDED;
          case "Failed" -> Status.FAILED;
          default ->
              throw CodeDeployNames.error(
                  "InvalidLifecycleEventHookExecutionStatus", "Succeeded or Failed only");
        };
    synchronized (found.service) {
      Deployment.Event event =
          found.events.stream()
              .filter(e -> e.hookExecutionId.equals(execution))
              .findFirst()
              .orElseThrow(
                  () ->
                      CodeDeployNames.error(
                          "InvalidLifecycleEventHookExecutionId",
                          "No hook execution has the id " + execution));
      if (event.status != Status.IN_PROGRESS) {
        throw CodeDeployNames.error(
            "LifecycleEventAlreadyCompleted", "The hook " + event.name + " does not wait");
      }
      event.reported = Optional.of(said);
      found.service.changed();
    }
    return Json.object().put("lifecycleEventHookExecutionId", execution);
  }

  private static <T> T locked(RunningService service, Supplier<T> reading) {
    synchronized (service) {
      return reading.get();
    }
  }
}
