package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.DeploymentState.LifecycleEvent;
import io.github.xacct.deploy.port.DeploymentState.Status;
import io.github.xacct.event.Event;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.Diagnostics;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.TargetStatus;

/** CodeDeploy's picture of a deployment in our terms. */
final class CodeDeployStates {
  private CodeDeployStates() {}

  static DeploymentState of(
      String id, DeploymentInfo info, Optional<ECSTarget> target, List<Event.TaskSet> taskSets) {
    Status status = status(info);
    var lifecycle = target.map(CodeDeployStates::lifecycle).orElse(List.of());
    // During the termination wait the deployment is still InProgress; the target says Succeeded.
    boolean shifted =
        status == Status.SUCCEEDED
            || target.filter(t -> t.status() == TargetStatus.SUCCEEDED).isPresent()
            || lifecycle.stream()
                .anyMatch(
                    e -> e.name().equals("AfterAllowTraffic") && e.status().equals("Succeeded"));
    return new DeploymentState(
        id,
        status,
        shifted && status != Status.FAILED && status != Status.STOPPED,
        Optional.ofNullable(info.errorInformation())
            .map(e -> e.codeAsString() + " - " + e.message()),
        Optional.ofNullable(info.rollbackInfo())
            .map(r -> r.rollbackDeploymentId())
            .filter(r -> !r.isEmpty() && !r.equals(id)),
        lifecycle,
        taskSets);
  }

  static Status status(DeploymentInfo info) {
    return switch (AwsErrors.member("CodeDeploy GetDeployment", "status", info.status())) {
      case CREATED -> Status.CREATED;
      case QUEUED -> Status.QUEUED;
      case READY -> Status.READY;
      case SUCCEEDED -> Status.SUCCEEDED;
      case FAILED -> Status.FAILED;
      case STOPPED -> Status.STOPPED;
      default -> Status.IN_PROGRESS; // Baking, and what CodeDeploy may yet invent
    };
  }

  private static List<LifecycleEvent> lifecycle(ECSTarget target) {
    return target.lifecycleEvents().stream()
        .map(
            e ->
                new LifecycleEvent(
                    e.lifecycleEventName(),
                    e.statusAsString(),
                    Optional.ofNullable(e.startTime()),
                    Optional.ofNullable(e.endTime()),
                    Optional.ofNullable(e.diagnostics())
                        .map(Diagnostics::message)
                        .filter(message -> !message.isBlank())))
        .toList();
  }
}
