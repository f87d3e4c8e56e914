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
 * Records the progress of a deployment: the status of its events and its end. Waiting ends
 * immediately when the deployment is stopped.
 */
final class Lifecycle {

  /** The action of a lifecycle event. */
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

  /** Sets the status of the deployment and its target. */
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
   * Sets the target to succeeded; the deployment stays in progress until the other task set is
   * terminated.
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

  /** Sets the final statuses; remaining events are skipped. A rollback is decided elsewhere. */
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

  /** Waits until the condition holds; returns false if the limit is exceeded. */
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
