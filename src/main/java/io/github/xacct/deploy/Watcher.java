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
  /** While something has changed lately the next change is near. */
  private static final Duration LIVELY = Duration.ofSeconds(90);

  /** A rollback's id appears a little after the failure. Source: ecspresso polls for it too. */
  private static final Duration ROLLBACK_APPEARS = Duration.ofSeconds(30);

  private final DeploymentEngine engine;
  private final Vigil vigil;
  private final ReadyWord word;
  private final Runnable atShift;
  private final Reporter reporter;
  private final Clock clock;
  private final Polling polling;
  private Optional<String> givenUp = Optional.empty();
  private boolean asked;

  Watcher(Ports ports, Vigil vigil, ReadyWord word) {
    this(ports, vigil, word, () -> {});
  }

  /**
   * @param atShift done, perhaps again and again, once all production traffic is where it is to be
   */
  Watcher(Ports ports, Vigil vigil, ReadyWord word, Runnable atShift) {
    this.atShift = atShift;
    this.engine = ports.engine();
    this.vigil = vigil;
    this.word = word;
    this.reporter = ports.reporter();
    this.clock = ports.clock();
    this.polling = new Polling(ports);
  }

  /**
   * Polls until the deployment has ended, or is far enough.
   *
   * @param limit after which something must be wrong
   * @return the last state seen
   */
  DeploymentState follow(String id, Until until, Duration limit) {
    return follow(id, until, limit, new Progress(reporter, clock, true));
  }

  private DeploymentState follow(String id, Until until, Duration limit, Progress progress) {
    Instant lastNews = clock.instant();
    while (true) {
      var state = polling.state(id);
      if (progress.tell(state)) {
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
    if (state.status().ended() || givenUp.isPresent()) {
      return state.status().ended(); // a stop takes its time, and traffic may shift meanwhile
    }
    return state.shifted() && until != Until.TERMINATED
        || until == Until.READY && state.status() == DeploymentState.Status.READY && heard();
  }

  /** Whether all checks have been heard and found nothing. */
  private boolean heard() {
    return asked && givenUp.isEmpty();
  }

  private void lookAfter(DeploymentState state) {
    if (comingUp(state)) {
      vigil.look(state.id()).ifPresent(reason -> giveUp(state.id(), reason));
    }
    if (state.status() == DeploymentState.Status.READY && !asked) {
      asked = true;
      word.objection().ifPresentOrElse(o -> giveUp(state.id(), o), () -> agreed(state.id()));
    }
  }

  private void agreed(String id) {
    if (word.isSomebodyElses()) {
      return;
    }
    if (word.approval()) {
      String where = word.testUrl().map(Object::toString).orElse("the test listener");
      reporter.tell(new Event.ApprovalAwaited(where, word.continueCommand()));
      return;
    }
    try {
      engine.proceed(id);
      reporter.tell(new Event.Note("Ready: production traffic may move now."));
    } catch (TransientFailure e) {
      asked = false; // and once more at the next poll
    }
  }

  /** Waits a little for the id of the rollback, then follows that to its end. */
  DeploymentState followRollback(DeploymentState failed, Duration limit) {
    vigil.lookBack(failed.id());
    Instant late = clock.instant().plus(ROLLBACK_APPEARS);
    var state = failed;
    while (state.rollback().isEmpty() && clock.instant().isBefore(late)) {
      polling.pause(failed.id(), true);
      state = polling.state(failed.id());
    }
    if (state.rollback().isEmpty()) {
      return state;
    }
    String rollback = state.rollback().get();
    reporter.tell(new Event.RollbackStarted(rollback));
    // What a rollback shifts to green is what has been blue for the user.
    return follow(rollback, Until.SHIFTED, limit, new Progress(reporter, clock, false));
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
    polling.untilAnswered(id, () -> engine.stop(id, true));
  }

  private XacctException overdue(String id, Duration limit, DeploymentState state) {
    return XacctException.yours(
        "Deployment "
            + id
            + " is still "
            + state.status()
            + " after "
            + limit.toMinutes()
            + " minutes, longer than all its waits together.");
  }
}
