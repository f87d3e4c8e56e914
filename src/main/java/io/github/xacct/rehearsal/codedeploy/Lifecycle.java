package io.github.xacct.rehearsal.codedeploy;

import io.github.xacct.model.ErrorText;
import io.github.xacct.rehearsal.codedeploy.Deployment.Event;
import io.github.xacct.rehearsal.codedeploy.Deployment.Status;
import io.github.xacct.rehearsal.ecs.RunningService;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a deployment shows of itself on its way: which event is in progress, how it ended, and that
 * a wait ends at once when somebody stops it.
 */
final class Lifecycle {

  /** What happens during a lifecycle event. */
  interface Action {
    void perform(Event event) throws DeploymentHalted, InterruptedException;
  }

  private final Deployment deployment;
  private final RunningService service;

  Lifecycle(Deployment deployment) {
    this.deployment = deployment;
    this.service = deployment.service;
  }

  void begin(Collection<String> events) {
    synchronized (service) {
      events.forEach(name -> deployment.events.add(new Event(name)));
      deployment.startedAt = Optional.of(Instant.now());
      become(Status.IN_PROGRESS);
    }
  }

  /** Deployment and target change together here. */
  void become(Status both) {
    synchronized (service) {
      deployment.targetStatus = both;
      deployment.become(both);
    }
  }

  void perform(String name, Action action) throws DeploymentHalted, InterruptedException {
    Event event;
    synchronized (service) {
      event = deployment.event(name).orElseThrow();
      event.status = Status.IN_PROGRESS;
      event.start = Optional.of(Instant.now());
      service.changed();
    }
    try {
      action.perform(event);
      close(event, Status.SUCCEEDED, Optional.empty());
    } catch (DeploymentHalted e) {
      close(event, Status.FAILED, Optional.of(ErrorText.of(e)));
      throw e;
    }
  }

  private void close(Event event, Status status, Optional<String> problem) {
    synchronized (service) {
      event.status = status;
      event.problem = problem;
      event.end = Optional.of(Instant.now());
      deployment.updatedAt = Instant.now();
      service.changed();
    }
  }

  /**
   * The target is done, while the deployment stays in progress until the other task set is gone.
   */
  void succeedTarget() {
    synchronized (service) {
      deployment.targetStatus = Status.SUCCEEDED;
      deployment.updatedAt = Instant.now();
      service.changed();
    }
  }

  void succeed() {
    synchronized (service) {
      deployment.active = false;
      deployment.become(Status.SUCCEEDED);
    }
  }

  /** Marks what did not happen and how it ended; whether a rollback follows is not said here. */
  void conclude(DeploymentHalted halted) {
    synchronized (service) {
      for (Event event : deployment.events) {
        if (event.status == Status.PENDING) {
          event.status = Status.SKIPPED;
        }
      }
      boolean targetDone = deployment.targetStatus == Status.SUCCEEDED;
      deployment.targetStatus = targetDone ? Status.SUCCEEDED : Status.FAILED;
      deployment.errorCode = Optional.of(halted.code);
      deployment.errorMessage = Optional.of(ErrorText.of(halted));
      deployment.become(halted.end);
    }
  }

  void pause(Duration time) throws DeploymentHalted, InterruptedException {
    await(time, () -> false);
  }

  /** Waits until the condition holds; false when the time is up. */
  boolean await(Duration limit, BooleanSupplier condition)
      throws DeploymentHalted, InterruptedException {
    boolean met =
        service.await(limit, () -> deployment.stop.isPresent() || condition.getAsBoolean());
    if (deployment.stop.isPresent()) {
      throw DeploymentHalted.byRequest(deployment.stop.get());
    }
    return met;
  }
}
