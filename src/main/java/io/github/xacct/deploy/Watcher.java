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

/** Follows one deployment, by its id, until it is where the caller wants it or cannot get there. */
final class Watcher {
  /** While something has changed lately the next change is near. */
  private static final Duration LIVELY = Duration.ofSeconds(90);

  /** A rollback's id appears a little after the failure. Source: ecspresso polls for it too. */
  private static final Duration ROLLBACK_APPEARS = Duration.ofSeconds(30);

  /** Whoever stops a deployment may have asked for a rollback or not; AWS does not say which. */
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
   * @param atShift done, perhaps again and again, once all production traffic is where it is to be
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

  /** Watches a deployment that was created by others at this time. */
  Watcher created(Optional<Instant> when) {
    created = when;
    return this;
  }

  /** The same, which stops the deployment, and asks for that until it has ended. */
  Watcher stopping(boolean rollback) {
    commands.stop(rollback);
    return this;
  }

  /**
   * Polls until the deployment has ended, or is far enough.
   *
   * @param limit after which something must be wrong
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
      return state.status().ended(); // a stop takes its time, and traffic may shift meanwhile
    }
    return state.shifted() && until != Until.TERMINATED
        || until == Until.READY && state.status() == DeploymentStatus.READY && heard(state);
  }

  /** Whether all checks have been heard and found nothing. */
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

  /** Waits a little for the id of the rollback, then follows that to its end. */
  DeploymentState followRollback(DeploymentState failed, Duration limit) {
    return followRollback(failed, limit, ROLLBACK_APPEARS);
  }

  /**
   * The same where it is known whether the group rolls back by itself. If it does not, a rollback
   * of somebody's stop is there only if that person asked for it.
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
    // A rollback shifts traffic back, which is no shift in the sense of the user.
    return follow(
        rollback, Until.SHIFTED, limit, new Progress(reporter, clock, Optional.empty(), false));
  }

  /** Why we stopped the deployment, if we did. */
  Optional<String> aborted() {
    return aborted;
  }

  /** Until the tasks have started; where lifecycle events cannot be read, until the shift. */
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
