package io.github.xacct.deploy;

import io.github.xacct.report.Event;
import java.time.Instant;
import java.util.Optional;

/** What can be done about a deployment that somebody else has started. */
public final class Attach {
  private final Ports ports;

  public Attach(Ports ports) {
    this.ports = ports;
  }

  /** Follows it as if we had started it. */
  public Verdict follow(
      Active active, Look look, Until until, CircuitBreaker.Threshold breaker, ReadyWord word) {
    return new Following(ports, look, breaker, word)
        .follow(active.id(), event(active, ports), until, Optional.empty());
  }

  /** The same of one that may have ended: its end is reported as if we had seen it. */
  public Verdict follow(
      History.Past past, Look look, Until until, CircuitBreaker.Threshold breaker, ReadyWord word) {
    var following = new Following(ports, look, breaker, word);
    return (past.status().ended() ? following.completed(past.completed()) : following)
        .follow(past.id(), event(past.id(), past.created(), ports), until, Optional.empty());
  }

  /** That it is followed from now on. */
  static Event event(Active active, Ports ports) {
    return event(active.id(), active.since(), ports);
  }

  private static Event event(String id, Instant since, Ports ports) {
    return new Event.DeploymentAttached(
        id,
        ports.engine().consoleUrl(id),
        Optional.of(since).filter(Instant.EPOCH::isBefore)); // the epoch: not known
  }

  /** Stops it, and follows its rollback to the end if it is to be rolled back. */
  public Verdict stop(Active active, Look look, boolean rollback) {
    return new Detachment(ports, look)
        .follow(active.id(), () -> Detachment.Conclusion.well(stopped(active, look, rollback)));
  }

  private Verdict stopped(Active active, Look look, boolean rollback) {
    String id = active.id();
    Instant began = ports.clock().instant();
    ports.reporter().tell(new Event.Note("Stopping deployment " + id + " of " + active.by()));
    var limit = look.timing().limit();
    var watcher = new Watcher(ports, Vigil.blind(ports), ReadyWord.none());
    new Polling(ports).untilAnswered(id, () -> ports.engine().stop(id, rollback));
    var ended = watcher.follow(id, Until.TERMINATED, limit);
    var verdict = Verdict.STOPPED;
    if (ended.status() == DeploymentState.Status.SUCCEEDED) {
      verdict = Verdict.SUCCEEDED; // it was over before we could stop it
    } else if (rollback) {
      var undone = watcher.followRollback(ended, limit);
      verdict = undone.id().equals(id) ? Verdict.STOPPED : Verdict.ROLLED_BACK;
    }
    new ScalingPause(ports).end(id);
    ports
        .reporter()
        .tell(
            new Event.DeploymentEnded(
                id, verdict.id(), java.time.Duration.between(began, ports.clock().instant())));
    return verdict;
  }
}
