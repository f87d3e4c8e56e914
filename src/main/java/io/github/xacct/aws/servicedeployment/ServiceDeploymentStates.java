package io.github.xacct.aws.servicedeployment;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.DeploymentState.LifecycleEvent;
import io.github.xacct.deploy.port.DeploymentState.Pause;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.model.Reported;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookDetail;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStatus;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookTargetType;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentLifecycleStage;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/**
 * Converts an ECS service deployment to a {@link DeploymentState}. In ECS a rollback is part of the
 * service deployment; here it is a separate one, so that its end is not taken for the end of the
 * deployment.
 */
final class ServiceDeploymentStates {
  private static final Pattern STAGE_OF_REASON =
      Pattern.compile("because ([A-Z_]+) (lifecycle|pause) ");

  /** The last stage that was read before a rollback, by the deployment's ID. */
  private final Map<String, ServiceDeploymentLifecycleStage> reached = new ConcurrentHashMap<>();

  private final Map<String, Boolean> reconciled = new ConcurrentHashMap<>();

  /** Returns the state of the deployment, or of its rollback if the ID is the rollback's. */
  DeploymentState of(String id, ServiceDeployment deployment) {
    return ServiceDeploymentId.isRollback(id) ? rollback(id, deployment) : forward(id, deployment);
  }

  private DeploymentState forward(String id, ServiceDeployment deployment) {
    var status = status(deployment);
    var stage = Optional.ofNullable(deployment.lifecycleStage());
    if (!status.ended()) {
      // Only before a rollback, during which ECS may report stages of the forward deployment.
      stage.ifPresent(s -> reached.put(id, s));
      stage
          .filter(s -> s == ServiceDeploymentLifecycleStage.RECONCILE_SERVICE)
          .ifPresent(s -> reconciled.put(id, true));
    }
    var pause = status.ended() ? Optional.<Pause>empty() : pause(deployment);
    boolean goesBack = !rollbackStatus(deployment.status()).isEmpty();
    return new DeploymentState(
        id,
        pause.isPresent() ? DeploymentStatus.READY : status,
        status == DeploymentStatus.SUCCEEDED
            || !status.ended() && stage.filter(DeploymentStage::isAfterShift).isPresent(),
        status == DeploymentStatus.FAILED || status == DeploymentStatus.STOPPED
            ? reason(deployment)
            : Optional.empty(),
        goesBack ? Optional.of(ServiceDeploymentId.rollback(id)) : Optional.empty(),
        lifecycle(id, status, deployment),
        taskSets(deployment),
        pause);
  }

  private DeploymentState rollback(String id, ServiceDeployment deployment) {
    var status = rollbackStatus(deployment.status()).orElse(DeploymentStatus.STOPPED);
    return new DeploymentState(
        id,
        status,
        status == DeploymentStatus.SUCCEEDED,
        status == DeploymentStatus.FAILED ? reason(deployment) : Optional.empty(),
        Optional.empty(),
        List.of(),
        taskSets(deployment),
        Optional.empty());
  }

  private static Optional<String> reason(ServiceDeployment deployment) {
    return Stream.of(
            Optional.ofNullable(deployment.statusReason()),
            Optional.ofNullable(deployment.rollback()).map(r -> r.reason()))
        .flatMap(Optional::stream)
        .filter(words -> !words.isBlank())
        .findFirst();
  }

  /** Returns the status; a deployment that is rolled back has failed, however its rollback ends. */
  static DeploymentStatus status(ServiceDeployment deployment) {
    return status(deployment.status());
  }

  static DeploymentStatus status(ServiceDeploymentStatus status) {
    return switch (status) {
      case PENDING -> DeploymentStatus.CREATED;
      case SUCCESSFUL -> DeploymentStatus.SUCCEEDED;
      case STOPPED -> DeploymentStatus.STOPPED;
      case ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED ->
          DeploymentStatus.FAILED;
      default -> DeploymentStatus.IN_PROGRESS; // and statuses that ECS may add
    };
  }

  /** Returns the status of a deployment in flight, including its rollback. */
  static Reported<DeploymentStatus> inFlight(ServiceDeploymentStatus status) {
    return switch (status) {
      case PENDING -> Reported.of(DeploymentStatus.CREATED);
      case STOP_REQUESTED -> inProgress("being stopped");
      case ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> inProgress("rolling back");
      default -> Reported.of(DeploymentStatus.IN_PROGRESS);
    };
  }

  private static Reported<DeploymentStatus> inProgress(String words) {
    return new Reported<>(Optional.of(DeploymentStatus.IN_PROGRESS), words);
  }

  /** Returns the status of the rollback; empty if there is none. */
  private static Optional<DeploymentStatus> rollbackStatus(ServiceDeploymentStatus status) {
    return switch (status) {
      case ROLLBACK_REQUESTED -> Optional.of(DeploymentStatus.CREATED);
      case ROLLBACK_IN_PROGRESS -> Optional.of(DeploymentStatus.IN_PROGRESS);
      case ROLLBACK_SUCCESSFUL -> Optional.of(DeploymentStatus.SUCCEEDED);
      case ROLLBACK_FAILED -> Optional.of(DeploymentStatus.FAILED);
      default -> Optional.empty();
    };
  }

  /** Returns the pauses that await an action. */
  static Stream<DeploymentLifecycleHookDetail> awaiting(ServiceDeployment deployment) {
    return deployment.lifecycleHookDetails().stream()
        .filter(hook -> hook.targetType() == DeploymentLifecycleHookTargetType.PAUSE)
        .filter(hook -> hook.status() == DeploymentLifecycleHookStatus.AWAITING_ACTION);
  }

  private static Optional<Pause> pause(ServiceDeployment deployment) {
    return awaiting(deployment)
        .findFirst()
        .map(
            hook ->
                new Pause(
                    hook.hookId(),
                    Optional.ofNullable(deployment.lifecycleStageAsString()),
                    Optional.ofNullable(hook.expiresAt()),
                    hook.timeoutAction() == DeploymentLifecycleHookAction.CONTINUE));
  }

  /** Derives the lifecycle events from the current stage; ECS reports no times of stages. */
  private List<LifecycleEvent> lifecycle(
      String id, DeploymentStatus status, ServiceDeployment deployment) {
    var names = DeploymentStage.names(reconciled.containsKey(id));
    if (status == DeploymentStatus.SUCCEEDED) {
      return names.stream().map(name -> event(name, LifecycleStatus.SUCCEEDED)).toList();
    }
    var last = Optional.ofNullable(reached.get(id)).map(ServiceDeploymentLifecycleStage::toString);
    // A stage may have passed unread: at the end, ECS's status reason is right.
    var named = status.ended() ? stageOf(deployment).filter(names::contains) : last;
    var at = named.or(() -> last).or(() -> stageOf(deployment));
    if (at.isEmpty() || !names.contains(at.get())) {
      return List.of();
    }
    var events = new ArrayList<LifecycleEvent>();
    int current = names.indexOf(at.get());
    for (int i = 0; i < names.size(); i++) {
      events.add(
          event(
              names.get(i),
              i < current
                  ? LifecycleStatus.SUCCEEDED
                  : i == current ? current(status) : after(status)));
    }
    return events;
  }

  /** Returns the stage that the status reason names. */
  private static Optional<String> stageOf(ServiceDeployment deployment) {
    return reason(deployment)
        .map(STAGE_OF_REASON::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1));
  }

  private static LifecycleStatus current(DeploymentStatus status) {
    return status.ended() ? LifecycleStatus.FAILED : LifecycleStatus.IN_PROGRESS;
  }

  private static LifecycleStatus after(DeploymentStatus status) {
    return status.ended() ? LifecycleStatus.SKIPPED : LifecycleStatus.PENDING;
  }

  private static LifecycleEvent event(String name, LifecycleStatus status) {
    return new LifecycleEvent(
        name, Reported.of(status), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Labels as CodeDeploy does: the source revisions blue, the target revision green. */
  private static List<Event.TaskSet> taskSets(ServiceDeployment deployment) {
    var sets = new ArrayList<Event.TaskSet>();
    deployment
        .sourceServiceRevisions()
        .forEach(revision -> sets.add(taskSet(revision, TaskSetLabel.BLUE)));
    Optional.ofNullable(deployment.targetServiceRevision())
        .ifPresent(revision -> sets.add(taskSet(revision, TaskSetLabel.GREEN)));
    return sets;
  }

  private static Event.TaskSet taskSet(ServiceRevisionSummary revision, TaskSetLabel label) {
    double weight = Optional.ofNullable(revision.requestedProductionTrafficWeight()).orElse(0.0);
    return new Event.TaskSet(
        Reported.of(label),
        Reported.of(weight >= 50 ? TaskSetStatus.PRIMARY : TaskSetStatus.ACTIVE),
        number(revision.requestedTaskCount()),
        number(revision.runningTaskCount()),
        number(revision.pendingTaskCount()),
        weight);
  }

  private static int number(Integer value) {
    return value == null ? 0 : value;
  }
}
