package io.github.xacct.aws.codedeploy;

import static java.util.stream.Collectors.joining;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.DeploymentState.LifecycleEvent;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.model.Reported;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.Diagnostics;
import software.amazon.awssdk.services.codedeploy.model.ECSTarget;
import software.amazon.awssdk.services.codedeploy.model.TargetStatus;

/** Converts CodeDeploy's responses about a deployment to a {@link DeploymentState}. */
final class CodeDeployStates {
  private CodeDeployStates() {}

  static DeploymentState of(
      String id, DeploymentInfo info, Optional<ECSTarget> target, List<Event.TaskSet> taskSets) {
    DeploymentStatus status = status(info);
    var lifecycle = target.map(CodeDeployStates::lifecycle).orElse(List.of());
    // During the termination wait the deployment is still InProgress; its target is Succeeded.
    boolean shifted =
        status == DeploymentStatus.SUCCEEDED
            || target.filter(t -> t.status() == TargetStatus.SUCCEEDED).isPresent()
            || lifecycle.stream()
                .anyMatch(
                    e ->
                        e.name().equals("AfterAllowTraffic")
                            && e.status().is(LifecycleStatus.SUCCEEDED));
    return new DeploymentState(
        id,
        status,
        shifted && status != DeploymentStatus.FAILED && status != DeploymentStatus.STOPPED,
        error(info),
        Optional.ofNullable(info.rollbackInfo())
            .map(r -> r.rollbackDeploymentId())
            .filter(r -> !r.isEmpty() && !r.equals(id)),
        lifecycle,
        taskSets);
  }

  static DeploymentStatus status(DeploymentInfo info) {
    return switch (AwsErrors.member("CodeDeploy GetDeployment", "status", info.status())) {
      case CREATED -> DeploymentStatus.CREATED;
      case QUEUED -> DeploymentStatus.QUEUED;
      case READY -> DeploymentStatus.READY;
      case SUCCEEDED -> DeploymentStatus.SUCCEEDED;
      case FAILED -> DeploymentStatus.FAILED;
      case STOPPED -> DeploymentStatus.STOPPED;
      default -> DeploymentStatus.IN_PROGRESS; // Baking, and statuses that CodeDeploy may add
    };
  }

  /** Returns the status as CodeDeploy reports it, also one that this plugin does not know. */
  static Reported<DeploymentStatus> reported(DeploymentInfo info) {
    return Reported.of(DeploymentStatus.class, info.statusAsString());
  }

  private static List<LifecycleEvent> lifecycle(ECSTarget target) {
    return target.lifecycleEvents().stream()
        .map(
            e ->
                new LifecycleEvent(
                    e.lifecycleEventName(),
                    Reported.of(LifecycleStatus.class, e.statusAsString()),
                    Optional.ofNullable(e.startTime()),
                    Optional.ofNullable(e.endTime()),
                    Optional.ofNullable(e.diagnostics())
                        .map(Diagnostics::message)
                        .filter(message -> !message.isBlank())))
        .toList();
  }

  /** Returns the error's code and message, of which either may be missing. */
  static Optional<String> error(DeploymentInfo info) {
    return Optional.ofNullable(info.errorInformation())
        .map(
            error ->
                Stream.of(
                        Objects.toString(error.codeAsString(), ""),
                        Objects.toString(error.message(), ""))
                    .filter(words -> !words.isBlank())
                    .collect(joining(" - ")))
        .filter(words -> !words.isEmpty());
  }
}
