package io.github.xacct.deploy;

import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.Timing;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporters;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows one deployment to its conclusion: proves the image it runs, or reports its failure. */
final class Following {
  private final Ports ports;
  private final TargetAccountState state;
  private final CircuitBreaker.Threshold threshold;
  private final ReadyGate readyGate;
  private final LastSeen seen = new LastSeen();
  private boolean forecast = true;
  private Optional<Instant> created = Optional.empty();
  private Optional<Instant> completed = Optional.empty();

  Following(
      Ports ports,
      TargetAccountState state,
      CircuitBreaker.Threshold threshold,
      ReadyGate readyGate) {
    this.ports = ports.reportingTo(Reporters.all(seen, ports.reporter()));
    this.state = state;
    this.threshold = threshold;
    this.readyGate = readyGate;
  }

  /** Marks the deployment as ended already, so that no estimate is reported. */
  Following completed(Optional<Instant> when) {
    forecast = false;
    completed = when;
    return this;
  }

  /**
   * Follows a deployment to the requested state and proves which image runs then.
   *
   * @param first first event to report: that the deployment was created, or is followed from now on
   * @param proof the image that its tasks must run; empty if unknown
   * @throws XacctException if it ends badly, or if it continues without this run
   */
  Verdict follow(String id, Event first, Until until, Optional<Proof> proof) {
    if (first instanceof Event.DeploymentAttached attached) {
      created = attached.createdAt();
    }
    var ready = ReadyWait.of(state, readyGate);
    return new Detachment(ports, state, ready)
        .seen(seen::state)
        .follow(
            id,
            () -> {
              ports.reporter().report(first);
              if (until == Until.CREATED) {
                reportWait(ready);
              }
              return until == Until.CREATED
                  ? Detachment.Conclusion.well(Verdict.DETACHED)
                  : toItsEnd(id, until, proof);
            });
  }

  private void reportWait(ReadyWait ready) {
    var lines = ready.lines(Optional.empty());
    if (!lines.isEmpty()) {
      String text = String.join(" ", lines) + " Follow it: " + ports.engine().followCommand();
      ports.reporter().report(new Event.Note(text));
    }
  }

  private Detachment.Conclusion toItsEnd(String id, Until until, Optional<Proof> proof) {
    Instant began = created.orElse(ports.clock().instant());
    Duration limit = state.timing().limit();
    if (forecast) {
      ports.reporter().report(forecast(limit));
    }
    var breaker = new CircuitBreaker(threshold, ports.clock());
    var monitor = new TaskHealthMonitor(ports.observer(), breaker, ports.reporter(), ports.clock());
    var pause = new ScalingPause(ports);
    var watcher = new Watcher(ports, monitor, readyGate, () -> pause.end(id)).created(created);
    var last = watcher.follow(id, until, limit);
    if (!last.status().ended() && !last.shifted()) {
      return Detachment.Conclusion.well(ended(id, Verdict.DETACHED, began));
    }
    if (last.status() == DeploymentStatus.SUCCEEDED || !last.status().ended()) {
      pause.end(id);
      var disproof =
          proof
              .flatMap(p -> new Proving(ports, state, p).of(id))
              .map(problem -> DeletionEvidence.addTo(problem, ports.engine().gone()));
      return new Detachment.Conclusion(
          ended(id, disproof.isPresent() ? Verdict.FAILED : Verdict.SUCCEEDED, began), disproof);
    }
    var rollback = watcher.followRollback(last, limit, groupRollsBack());
    pause.end(id);
    var summary = TaskFailureSummary.of(breaker, proof);
    var failure = Failure.of(last, rollback, watcher.aborted(), summary, state, ports.engine());
    return new Detachment.Conclusion(
        ended(id, failure.verdict(), began), Optional.of(failure.exception()));
  }

  private Event forecast(Duration limit) {
    if (state.timing().equals(Timing.unknown())) {
      return new Event.Note(
          "How long the deployment takes is not known: what it waits for could not be read.");
    }
    return ports
        .engine()
        .foreignEndpoint()
        .<Event>map(
            endpoint ->
                new Event.Note(
                    "Calls go to "
                        + endpoint
                        + ", which is not AWS: no console page, no estimate."))
        .orElseGet(() -> new Event.Expected(state.timing().expected(readyGate.approval()), limit));
  }

  private boolean groupRollsBack() {
    return state.standing().map(s -> s.group().rollsBack()).orElse(true);
  }

  private Verdict ended(String id, Verdict verdict, Instant began) {
    Instant end = completed.orElse(ports.clock().instant());
    var took = end.isBefore(began) ? Duration.ZERO : Duration.between(began, end);
    ports.reporter().report(new Event.DeploymentEnded(id, verdict, took));
    return verdict;
  }
}
