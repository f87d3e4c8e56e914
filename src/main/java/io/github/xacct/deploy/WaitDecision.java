package io.github.xacct.deploy;

import static io.github.xacct.deploy.DeploymentCommands.waitOf;

import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a waiting deployment may continue; the engine and the gate are consulted once for
 * each wait. If neither objects, the deployment is continued, or its approval is awaited.
 */
final class WaitDecision {
  /** No decision is based on a state that is older than this. */
  private static final Duration STALE = Duration.ofSeconds(10);

  private final DeploymentEngine engine;
  private final ReadyGate readyGate;
  private final DeploymentCommands commands;
  private final Polling polling;
  private final Reporter reporter;
  private final Clock clock;
  private final Set<String> asked = new HashSet<>();

  /** Since when the engine has not been able to report whether the next step is allowed. */
  private Optional<Instant> undecided = Optional.empty();

  private boolean warnedUndecided;

  WaitDecision(Ports ports, ReadyGate readyGate, DeploymentCommands commands, Polling polling) {
    this.engine = ports.engine();
    this.readyGate = readyGate;
    this.commands = commands;
    this.polling = polling;
    this.reporter = ports.reporter();
    this.clock = ports.clock();
  }

  /** Whether the gate leaves the deployment in this wait. */
  boolean stays(DeploymentState state) {
    return asked.contains(waitOf(state))
        && (state.pause().isEmpty() || !commands.hasContinued(state));
  }

  /** Why a waiting deployment must be stopped, if it must; checked once for each wait. */
  Optional<String> objection(DeploymentState state) {
    if (state.status() != DeploymentStatus.READY || asked.contains(waitOf(state))) {
      return Optional.empty();
    }
    Instant seen = clock.instant();
    Optional<String> own;
    try {
      own = engine.objection(state.id());
    } catch (TransientFailure e) {
      undecided(state.id(), e);
      return Optional.empty(); // checked again at the next poll if it still waits
    }
    undecided = Optional.empty();
    if (clock.instant().isAfter(seen.plus(STALE)) && !waitsStill(state)) {
      return Optional.empty(); // the next poll reports its new state
    }
    boolean first = asked.isEmpty();
    asked.add(waitOf(state));
    boolean unasked = first && readyGate.approved() || isEarly(state);
    var objection = own.isPresent() || unasked ? own : readyGate.objection(state);
    if (objection.isEmpty()) {
      agreed(state, unasked);
    }
    return objection;
  }

  private void undecided(String id, TransientFailure failure) {
    Instant now = clock.instant();
    undecided = undecided.or(() -> Optional.of(now));
    if (!warnedUndecided && !now.isBefore(undecided.get().plus(Polling.TROUBLE))) {
      warnedUndecided = true;
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
    return now.status() == DeploymentStatus.READY && waitOf(now).equals(waitOf(state));
  }

  /** Whether green has no test traffic yet, so that only a later wait can decide. */
  private static boolean isEarly(DeploymentState state) {
    return state
        .pause()
        .flatMap(DeploymentState.Pause::stage)
        .filter(Stages.BEFORE_TESTS::contains)
        .isPresent();
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
    commands.proceed(state);
    reporter.report(
        isEarly(state)
            ? new Event.Note(
                "Continued at "
                    + state.pause().flatMap(DeploymentState.Pause::stage).orElseThrow()
                    + ": the new version has no test traffic yet.")
            : new Event.ShiftRequested(id));
  }
}
