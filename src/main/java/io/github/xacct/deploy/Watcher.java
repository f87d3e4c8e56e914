package io.github.xacct.deploy;

import io.github.xacct.model.XacctException;
import io.github.xacct.report.Event;
import io.github.xacct.report.Reporter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows one deployment, by its id, until it is where the caller wants it or cannot get there. */
final class Watcher {
  private static final Duration TIGHT = Duration.ofSeconds(1);
  private static final Duration WIDE = Duration.ofSeconds(10);

  /** While something has changed lately the next change is near. */
  private static final Duration LIVELY = Duration.ofSeconds(90);

  /** A rollback's id appears a little after the failure. Source: ecspresso polls for it too. */
  private static final Duration ROLLBACK_APPEARS = Duration.ofSeconds(10);

  /** Trouble shorter than this is not worth a line. */
  private static final Duration TROUBLE = Duration.ofSeconds(30);

  private final DeploymentEngine engine;
  private final Vigil vigil;
  private final Reporter reporter;
  private final Clock clock;
  private final Sleeper sleeper;
  private Optional<String> givenUp = Optional.empty();

  Watcher(DeploymentEngine engine, Vigil vigil, Reporter reporter, Clock clock, Sleeper sleeper) {
    this.engine = engine;
    this.vigil = vigil;
    this.reporter = reporter;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Polls until the deployment has ended, or has shifted where that is enough.
   *
   * @param limit after which something must be wrong
   * @return the last state seen
   */
  DeploymentState follow(String id, Until until, Duration limit) {
    var progress = new Progress(reporter, clock);
    Instant lastNews = clock.instant();
    boolean proceeded = false;
    while (true) {
      var state = poll(id);
      if (progress.tell(state)) {
        lastNews = clock.instant();
      }
      if (state.status().ended() || (until == Until.SHIFTED && state.shifted())) {
        return state;
      }
      if (state.status() == DeploymentState.Status.READY && !proceeded) {
        proceeded = proceed(id);
      }
      if (comingUp(state)) {
        vigil.look(id).ifPresent(reason -> giveUp(id, reason));
      }
      if (progress.elapsed().compareTo(limit) > 0) {
        throw overdue(id, limit, state);
      }
      boolean lively = Duration.between(lastNews, clock.instant()).compareTo(LIVELY) < 0;
      pause(id, lively ? TIGHT : WIDE);
    }
  }

  private boolean proceed(String id) {
    try {
      engine.proceed(id);
      reporter.tell(new Event.Note("Ready: production traffic may move now."));
      return true;
    } catch (TransientFailure e) {
      return false;
    }
  }

  /** Waits a little for the id of the rollback, then follows that to its end. */
  DeploymentState followRollback(DeploymentState failed, Duration limit) {
    vigil.lookBack(failed.id());
    Instant late = clock.instant().plus(ROLLBACK_APPEARS);
    var state = failed;
    while (state.rollback().isEmpty() && clock.instant().isBefore(late)) {
      pause(failed.id(), TIGHT);
      state = poll(failed.id());
    }
    if (state.rollback().isEmpty()) {
      return state;
    }
    String rollback = state.rollback().get();
    reporter.tell(new Event.RollbackStarted(rollback));
    return follow(rollback, Until.SHIFTED, limit);
  }

  /** Why we stopped the deployment, if we did. */
  Optional<String> givenUp() {
    return givenUp;
  }

  /** Until Install has succeeded; where lifecycle events cannot be read, until the shift. */
  private static boolean comingUp(DeploymentState state) {
    return state.lifecycle().stream()
        .noneMatch(e -> e.name().equals("Install") && e.status().equals("Succeeded"));
  }

  private void giveUp(String id, String reason) {
    givenUp = Optional.of(reason);
    reporter.tell(new Event.CircuitOpened(reason));
    try {
      engine.stop(id, true);
    } catch (TransientFailure e) {
      reporter.tell(
          new Event.Warning(
              "Could not stop deployment "
                  + id
                  + ": "
                  + e.getMessage()
                  + " Stop it by: "
                  + engine.stopCommand(id)));
    }
  }

  private DeploymentState poll(String id) {
    Instant since = clock.instant();
    Duration wait = TIGHT;
    boolean told = false;
    while (true) {
      try {
        return engine.state(id);
      } catch (TransientFailure failure) {
        if (!told && Duration.between(since, clock.instant()).compareTo(TROUBLE) >= 0) {
          told = true;
          reporter.tell(
              new Event.Warning(
                  "No answer about deployment "
                      + id
                      + " for a while, still asking: "
                      + failure.getMessage()));
        }
        pause(id, wait);
        wait = wait.multipliedBy(2).compareTo(WIDE) < 0 ? wait.multipliedBy(2) : WIDE;
      }
    }
  }

  private void pause(String id, Duration duration) {
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw XacctException.yours("Interrupted; deployment " + id + " goes on without us.")
          .suggestion("to stop it and go back: " + engine.stopCommand(id));
    }
  }

  private XacctException overdue(String id, Duration limit, DeploymentState state) {
    return XacctException.yours(
            "Deployment "
                + id
                + " is still "
                + state.status()
                + " after "
                + limit.toMinutes()
                + " minutes, longer than all its waits together.")
        .suggestion("to stop it and go back: " + engine.stopCommand(id));
  }
}
