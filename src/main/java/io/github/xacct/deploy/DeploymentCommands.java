package io.github.xacct.deploy;

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
 * The commands sent to a deployment (continue or stop), repeated until they take effect: a command
 * without effect may have been lost, whatever the response was.
 */
final class DeploymentCommands {
  /**
   * How long a command may take to have an effect before it is repeated; it usually takes seconds.
   */
  private static final Duration EFFECT = Duration.ofMinutes(1);

  private final DeploymentEngine engine;
  private final Reporter reporter;
  private final Clock clock;

  /** Present if the deployment is being stopped; true if it is also to be rolled back. */
  private Optional<Boolean> stopping = Optional.empty();

  /** The waits that this run has continued. */
  private final Set<String> continued = new HashSet<>();

  private Optional<Instant> again = Optional.empty();
  private Optional<Instant> unheard = Optional.empty();
  private boolean warnedUnheard;

  DeploymentCommands(Ports ports) {
    this.engine = ports.engine();
    this.reporter = ports.reporter();
    this.clock = ports.clock();
  }

  /** The ID of the wait that the deployment is in. */
  static String waitOf(DeploymentState state) {
    return state.pause().map(DeploymentState.Pause::id).orElse("the only one");
  }

  /** Stops the deployment from now on: by {@link #sendStop} and at each repetition. */
  void stop(boolean rollback) {
    stopping = Optional.of(rollback);
  }

  /** Stops the deployment with a rollback; sent at the next repetition. */
  void abort() {
    stop(true);
    again = Optional.of(clock.instant());
  }

  boolean isStopping() {
    return stopping.isPresent();
  }

  /** Continues the wait that the deployment is in; sent at the next repetition. */
  void proceed(DeploymentState state) {
    continued.add(waitOf(state));
    again = Optional.of(clock.instant());
  }

  boolean hasContinued(DeploymentState state) {
    return continued.contains(waitOf(state));
  }

  /** Stops repeating commands, because another deployment is followed. */
  void forget() {
    again = Optional.empty();
  }

  /** Sends the pending command again if it is due and has had no effect yet. */
  void repeat(DeploymentState state) {
    if (again.filter(when -> !clock.instant().isBefore(when)).isEmpty()) {
      return;
    }
    if (isStopping()) {
      sendStop(state.id());
    } else if (state.status() == DeploymentStatus.READY && hasContinued(state)) {
      var pause = state.pause().map(DeploymentState.Pause::id);
      send(state.id(), "continued", () -> engine.proceed(state.id(), pause));
    } else {
      forget();
    }
  }

  /** Sends the stop command now. */
  void sendStop(String id) {
    send(id, "stopped", () -> engine.stop(id, stopping.orElseThrow()));
  }

  private void send(String id, String what, Runnable command) {
    Instant now = clock.instant();
    try {
      command.run();
      unheard = Optional.empty();
      again = Optional.of(now.plus(EFFECT));
    } catch (TransientFailure e) {
      unheard = unheard.or(() -> Optional.of(now));
      again = unheard; // at the next poll
      if (!warnedUnheard && !now.isBefore(unheard.get().plus(Polling.TROUBLE))) {
        warnedUnheard = true;
        reporter.report(
            new Event.Warning(
                "Deployment %s could not be %s for a while, still trying: %s"
                    .formatted(id, what, e.getMessage())));
      }
    }
  }
}
