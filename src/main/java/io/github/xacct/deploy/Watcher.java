package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.XacctException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Follows one deployment, by its id, until it is where the caller wants it or cannot get there. */
final class Watcher {
  /** While something has changed lately the next change is near. */
  private static final Duration LIVELY = Duration.ofSeconds(90);

  /** A rollback's id appears a little after the failure. Source: ecspresso polls for it too. */
  private static final Duration ROLLBACK_APPEARS = Duration.ofSeconds(30);

  /** Whoever stops a deployment may have asked for a rollback or not; AWS does not say which. */
  private static final Duration ROLLBACK_OF_ANOTHERS_STOP = Duration.ofSeconds(10);

  /** What is said to a deployment has its effect within seconds. */
  private static final Duration EFFECT = Duration.ofMinutes(1);

  /** Nothing is decided on a state that was read longer ago. */
  private static final Duration STALE = Duration.ofSeconds(10);

  private final DeploymentEngine engine;
  private final TaskHealthMonitor monitor;
  private final ReadyGate readyGate;
  private final Runnable atShift;
  private final Reporter reporter;
  private final Clock clock;
  private final Polling polling;
  private Optional<String> givenUp = Optional.empty();

  /** Whether it is being stopped, and if so, whether it is to be rolled back. */
  private Optional<Boolean> stopping = Optional.empty();

  private Optional<Instant> created = Optional.empty();
  private final Set<String> asked = new HashSet<>();

  /** The waits that are over, as far as it is up to us. */
  private final Set<String> continued = new HashSet<>();

  private Optional<Instant> again = Optional.empty();
  private Optional<Instant> unheard = Optional.empty();
  private boolean toldUnheard;

  /** Since when the engine has not said whether the next step may be taken. */
  private Optional<Instant> undecided = Optional.empty();

  private boolean toldUndecided;

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
    this.readyGate = readyGate;
    this.reporter = ports.reporter();
    this.clock = ports.clock();
    this.polling = new Polling(ports);
  }

  /** Watches a deployment that was created by others at this time. */
  Watcher created(Optional<Instant> when) {
    created = when;
    return this;
  }

  /** The same, which stops the deployment, and asks for that until it has ended. */
  Watcher stopping(boolean rollback) {
    stopping = Optional.of(rollback);
    return this;
  }

  /**
   * Polls until the deployment has ended, or is far enough.
   *
   * @param limit after which something must be wrong
   * @return the last state seen
   */
  DeploymentState follow(String id, Until until, Duration limit) {
    if (stopping.isPresent()) {
      sayStop(id);
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
    if (state.status().ended() || stopping.isPresent()) {
      return state.status().ended(); // a stop takes its time, and traffic may shift meanwhile
    }
    return state.shifted() && until != Until.TERMINATED
        || until == Until.READY && state.status() == DeploymentStatus.READY && heard(state);
  }

  /**
   * Whether all checks have been heard and found nothing; of several waits it is the one to stay.
   */
  private boolean heard(DeploymentState state) {
    return asked.contains(wait(state))
        && givenUp.isEmpty()
        && (state.pause().isEmpty() || !continued.contains(wait(state)));
  }

  private void lookAfter(DeploymentState state) {
    if (comingUp(state)) {
      monitor.look(state.id()).ifPresent(this::abort);
    }
    if (state.status() == DeploymentStatus.IN_PROGRESS && stopping.isEmpty()) {
      engine.objectionMeanwhile(state.id()).ifPresent(this::abort);
    }
    if (state.status() == DeploymentStatus.READY && !asked.contains(wait(state))) {
      decide(state);
    }
    if (again.filter(when -> !clock.instant().isBefore(when)).isPresent()) {
      report(state);
    }
  }

  private static String wait(DeploymentState state) {
    return state.pause().map(DeploymentState.Pause::id).orElse("the only one");
  }

  /** Before green has test traffic nobody can judge it; a later wait, or none, decides. */
  private static boolean isEarly(DeploymentState state) {
    return state
        .pause()
        .flatMap(DeploymentState.Pause::stage)
        .filter(Stages.BEFORE_TESTS::contains)
        .isPresent();
  }

  private void decide(DeploymentState state) {
    Instant seen = clock.instant();
    Optional<String> own;
    try {
      own = engine.objection(state.id());
    } catch (TransientFailure e) {
      undecided(state.id(), e);
      return; // asked again if it still waits at the next look
    }
    undecided = Optional.empty();
    if (clock.instant().isAfter(seen.plus(STALE)) && !waitsStill(state)) {
      return; // the next look reports what has become of it
    }
    boolean first = asked.isEmpty();
    asked.add(wait(state));
    boolean unasked = first && readyGate.approved() || isEarly(state);
    var objection = own.isPresent() || unasked ? own : readyGate.objection(state);
    objection.ifPresentOrElse(this::abort, () -> agreed(state, unasked));
  }

  private void undecided(String id, TransientFailure failure) {
    Instant now = clock.instant();
    undecided = undecided.or(() -> Optional.of(now));
    if (!toldUndecided && !now.isBefore(undecided.get().plus(Polling.TROUBLE))) {
      toldUndecided = true;
      reporter.report(
          new Event.Warning(
              "Deployment "
                  + id
                  + " waits: whether it may take the next step cannot be seen, still asking: "
                  + failure.getMessage()));
    }
  }

  private boolean waitsStill(DeploymentState state) {
    var now = polling.state(state.id());
    return now.status() == DeploymentStatus.READY && wait(now).equals(wait(state));
  }

  /** What was said and had no effect may not have arrived, whatever the answer was. */
  private void report(DeploymentState state) {
    if (stopping.isPresent()) {
      sayStop(state.id());
    } else if (state.status() == DeploymentStatus.READY && continued.contains(wait(state))) {
      var pause = state.pause().map(DeploymentState.Pause::id);
      report(state.id(), "continued", () -> engine.proceed(state.id(), pause));
    } else {
      again = Optional.empty();
    }
  }

  private void sayStop(String id) {
    report(id, "stopped", () -> engine.stop(id, stopping.orElseThrow()));
  }

  private void report(String id, String what, Runnable command) {
    Instant now = clock.instant();
    try {
      command.run();
      unheard = Optional.empty();
      again = Optional.of(now.plus(EFFECT));
    } catch (TransientFailure e) {
      unheard = unheard.or(() -> Optional.of(now));
      again = unheard; // at the next poll
      if (!toldUnheard && !now.isBefore(unheard.get().plus(Polling.TROUBLE))) {
        toldUnheard = true;
        reporter.report(
            new Event.Warning(
                "Deployment %s could not be %s for a while, still trying: %s"
                    .formatted(id, what, e.getMessage())));
      }
    }
  }

  private void agreed(DeploymentState state, boolean unasked) {
    String id = state.id();
    if (readyGate.isSomebodyElses()) {
      return;
    }
    if (readyGate.approval() && !unasked) {
      String where =
          readyGate.route().map(route -> route.url().toString()).orElse("the test listener");
      String command = readyGate.continueCommand() + " -Dxacct.deployment=" + id;
      reporter.report(new Event.ApprovalAwaited(where, command));
      return;
    }
    continued.add(wait(state));
    again = Optional.of(clock.instant());
    reporter.report(
        isEarly(state)
            ? new Event.Note(
                "Continued at "
                    + state.pause().flatMap(DeploymentState.Pause::stage).orElseThrow()
                    + ": the new version has no test traffic yet.")
            : new Event.ShiftRequested(id));
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
        stopping.isEmpty() && failed.error().filter(e -> e.startsWith("MANUAL_STOP")).isPresent();
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
    again = Optional.empty(); // what was said was said to the other one
    reporter.report(new Event.RollbackStarted(rollback));
    // A rollback shifts traffic back, which is no shift in the sense of the user.
    return follow(
        rollback, Until.SHIFTED, limit, new Progress(reporter, clock, Optional.empty(), false));
  }

  /** Why we stopped the deployment, if we did. */
  Optional<String> aborted() {
    return givenUp;
  }

  /** Until the tasks have started; where lifecycle events cannot be read, until the shift. */
  private static boolean comingUp(DeploymentState state) {
    return state.lifecycle().stream()
        .noneMatch(
            e ->
                Stages.STARTS_TASKS.contains(e.name()) && e.status().is(LifecycleStatus.SUCCEEDED));
  }

  private void abort(String reason) {
    givenUp = Optional.of(reason);
    stopping = Optional.of(true);
    reporter.report(new Event.CircuitOpened(reason));
    again = Optional.of(clock.instant());
  }

  private XacctException overdue(String id, Duration limit, DeploymentState state) {
    return XacctException.yours(
        """
            Deployment %s is still %s after %s minutes, longer than all its waits \
            together."""
            .formatted(id, state.status(), limit.toMinutes()));
  }
}
