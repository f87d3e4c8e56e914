package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows one deployment by its ID until it reaches the requested state or ends. */
final class Watcher {
  /** How long polling stays frequent after the last change. */
  private static final Duration LIVELY = Duration.ofSeconds(90);

  /** How long a rollback's ID may take to appear after a failure; ecspresso polls for it too. */
  private static final Duration ROLLBACK_APPEARS = Duration.ofSeconds(30);

  /** The same if another person stopped the deployment, possibly without requesting a rollback. */
  private static final Duration ROLLBACK_OF_ANOTHERS_STOP = Duration.ofSeconds(10);

  private final DeploymentEngine engine;
  private final TaskHealthMonitor monitor;
  private final Runnable atShift;
  private final Reporter reporter;
  private final Clock clock;
  private final Polling polling;
  private final DeploymentCommands commands;
  private final WaitDecision decision;
  private Optional<String> aborted = Optional.empty();
  private Optional<Instant> created = Optional.empty();

  Watcher(Ports ports, TaskHealthMonitor monitor, ReadyGate readyGate) {
    this(ports, monitor, readyGate, () -> {});
  }

  /**
   * @param atShift called, possibly several times, once all production traffic has moved
   */
  Watcher(Ports ports, TaskHealthMonitor monitor, ReadyGate readyGate, Runnable atShift) {
    this.atShift = atShift;
    this.engine = ports.engine();
    this.monitor = monitor;
    this.reporter = ports.reporter();
    this.clock = ports.clock();
    this.polling = new Polling(ports);
    this.commands = new DeploymentCommands(ports);
    this.decision = new WaitDecision(ports, readyGate, commands, polling);
  }

  /** Follows a deployment that another run created at that time. */
  Watcher created(Optional<Instant> when) {
    created = when;
    return this;
  }

  /** Stops the deployment while following it, and repeats the stop until it has ended. */
  Watcher stopping(boolean rollback) {
    commands.stop(rollback);
    return this;
  }

  /**
   * Polls until the deployment has ended or reached the requested state.
   *
   * @param limit after which the deployment is overdue
   * @return the last state seen
   */
  DeploymentState follow(String id, Until until, Duration limit) {
    if (commands.isStopping()) {
      commands.sendStop(id);
    }
    return follow(id, until, limit, new Progress(reporter, clock, created, true));
  }

  private DeploymentState follow(String id, Until until, Duration limit, Progress progress) {
    Instant lastNews = clock.instant();
    while (true) {
      var state = polling.state(id);
      if (progress.report(state)) {
        lastNews = clock.instant();
      }
      if (state.shifted()) {
        atShift.run();
      }
      if (isFarEnough(state, until)) {
        return state;
      }
      lookAfter(state);
      if (progress.elapsed().compareTo(limit) > 0) {
        throw overdue(id, limit, state);
      }
      boolean lively = Duration.between(lastNews, clock.instant()).compareTo(LIVELY) < 0;
      polling.pause(id, lively);
    }
  }

  private boolean isFarEnough(DeploymentState state, Until until) {
    if (state.status().ended() || commands.isStopping()) {
      return state.status().ended(); // a stop takes time, and traffic may shift meanwhile
    }
    return state.shifted() && until != Until.TERMINATED
        || until == Until.READY && state.status() == DeploymentStatus.READY && heard(state);
  }

  /** Whether all checks have run and found nothing. */
  private boolean heard(DeploymentState state) {
    return aborted.isEmpty() && decision.stays(state);
  }

  private void lookAfter(DeploymentState state) {
    if (comingUp(state)) {
      monitor.look(state.id()).ifPresent(this::abort);
    }
    if (state.status() == DeploymentStatus.IN_PROGRESS && !commands.isStopping()) {
      engine.objectionMeanwhile(state.id()).ifPresent(this::abort);
    }
    decision.objection(state).ifPresent(this::abort);
    commands.repeat(state);
  }

  /** Waits for the ID of the rollback to appear, then follows the rollback to its end. */
  DeploymentState followRollback(DeploymentState failed, Duration limit) {
    return followRollback(failed, limit, ROLLBACK_APPEARS);
  }

  /**
   * The same where the deployment group's rollback setting is known. If it does not roll back by
   * itself, a stop by a person has a rollback only if that person requested one.
   */
  DeploymentState followRollback(DeploymentState failed, Duration limit, boolean groupRollsBack) {
    boolean anothers =
        !commands.isStopping()
            && failed.error().filter(e -> e.startsWith("MANUAL_STOP")).isPresent();
    return followRollback(
        failed, limit, anothers && !groupRollsBack ? ROLLBACK_OF_ANOTHERS_STOP : ROLLBACK_APPEARS);
  }

  private DeploymentState followRollback(DeploymentState failed, Duration limit, Duration appears) {
    monitor.lookBack(failed.id());
    Instant late = clock.instant().plus(appears);
    var state = failed;
    while (engine.rollbackIsAnother()
        && state.rollback().isEmpty()
        && clock.instant().isBefore(late)) {
      polling.pause(failed.id(), true);
      state = polling.state(failed.id());
    }
    if (state.rollback().isEmpty()) {
      return state;
    }
    String rollback = state.rollback().get();
    commands.forget();
    reporter.report(new Event.RollbackStarted(rollback));
    // A rollback shifts traffic back, which is not reported as a shift.
    return follow(
        rollback, Until.SHIFTED, limit, new Progress(reporter, clock, Optional.empty(), false));
  }

  /** Why this run stopped the deployment, if it did. */
  Optional<String> aborted() {
    return aborted;
  }

  /** Whether its tasks still start; if lifecycle events cannot be read, until the traffic shift. */
  private static boolean comingUp(DeploymentState state) {
    return state.lifecycle().stream()
        .noneMatch(
            e ->
                Stages.STARTS_TASKS.contains(e.name()) && e.status().is(LifecycleStatus.SUCCEEDED));
  }

  private void abort(String reason) {
    aborted = Optional.of(reason);
    reporter.report(new Event.CircuitOpened(reason));
    commands.abort();
  }

  private XacctException overdue(String id, Duration limit, DeploymentState state) {
    return XacctException.yours(
        """
            Deployment %s is still %s after %s minutes, longer than all its waits \
            together."""
            .formatted(id, state.status(), limit.toMinutes()));
  }
}
