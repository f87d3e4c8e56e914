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
 * The commands to a deployment, to continue or to stop, each repeated until its effect shows: one
 * without effect may not have arrived, whatever the answer was.
 */
final class DeploymentCommands {
  /** A command has its effect within seconds. */
  private static final Duration EFFECT = Duration.ofMinutes(1);

  private final DeploymentEngine engine;
  private final Reporter reporter;
  private final Clock clock;

  /** Whether it is being stopped, and if so, whether it is to be rolled back. */
  private Optional<Boolean> stopping = Optional.empty();

  /** The waits that are over, as far as it is up to us. */
  private final Set<String> continued = new HashSet<>();

  private Optional<Instant> again = Optional.empty();
  private Optional<Instant> unheard = Optional.empty();
  private boolean warnedUnheard;

  DeploymentCommands(Ports ports) {
    this.engine = ports.engine();
    this.reporter = ports.reporter();
    this.clock = ports.clock();
  }

  /** Which of a deployment's waits it is in. */
  static String waitOf(DeploymentState state) {
    return state.pause().map(DeploymentState.Pause::id).orElse("the only one");
  }

  /** From now on the deployment is to stop, by {@link #sendStop} and at each repetition. */
  void stop(boolean rollback) {
    stopping = Optional.of(rollback);
  }

  /** The same with a rollback, due at once. */
  void abort() {
    stop(true);
    again = Optional.of(clock.instant());
  }

  boolean isStopping() {
    return stopping.isPresent();
  }

  /** The wait that it is in is to end, due at once. */
  void proceed(DeploymentState state) {
    continued.add(waitOf(state));
    again = Optional.of(clock.instant());
  }

  boolean hasContinued(DeploymentState state) {
    return continued.contains(waitOf(state));
  }

  /** Nothing is repeated any more: another deployment is followed. */
  void forget() {
    again = Optional.empty();
  }

  /** Sends again what has had no effect yet, if that is due. */
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

  /** Sends the stop. */
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
