package io.github.xacct.deploy;

import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows or stops a deployment that another run created. */
public final class Attach {
  /** Patience for reading a deployment whose end is already known from the history. */
  private static final Duration SHORTLY = Duration.ofSeconds(10);

  private final Ports ports;

  public Attach(Ports ports) {
    this.ports = ports;
  }

  /** Follows a deployment in flight as if this run had created it. */
  public Verdict follow(
      Active active,
      TargetAccountState state,
      Until until,
      CircuitBreaker.Threshold breaker,
      ReadyGate readyGate) {
    warnOfWhatIsUnread(state);
    return new Following(ports, state, breaker, readyGate)
        .follow(active.id(), event(active, ports), until, Optional.empty());
  }

  /** Follows a deployment of the history; one that has ended is reported as if it ended now. */
  public Verdict follow(
      History.Past past,
      TargetAccountState state,
      Until until,
      CircuitBreaker.Threshold breaker,
      ReadyGate readyGate) {
    warnOfWhatIsUnread(state);
    if (past.status().ended() && isUnreadable(past)) {
      return known(past);
    }
    var following = new Following(ports, state, breaker, readyGate);
    return (past.status().ended() ? following.completed(past.completed()) : following)
        .follow(past.id(), event(past.id(), past.created(), ports), until, Optional.empty());
  }

  private void warnOfWhatIsUnread(TargetAccountState state) {
    state.unread().forEach(text -> ports.reporter().report(new Event.Warning(text)));
  }

  private boolean isUnreadable(History.Past past) {
    try {
      new Polling(ports).shortly(() -> ports.engine().state(past.id()), SHORTLY);
      return false;
    } catch (XacctException | TransientFailure e) {
      ports
          .reporter()
          .report(
              new Event.Warning("How deployment " + past.id() + " went is not known in detail."));
      return true;
    }
  }

  /** Reports the end of a deployment from the history, because its details cannot be read. */
  private Verdict known(History.Past past) {
    var verdict =
        switch (past.status()) {
          case SUCCEEDED -> Verdict.SUCCEEDED;
          case STOPPED -> Verdict.STOPPED;
          default -> Verdict.FAILED;
        };
    var took = Duration.between(past.created(), past.completed().orElse(past.created()));
    ports.reporter().report(event(past.id(), past.created(), ports));
    ports.reporter().report(new Event.DeploymentEnded(past.id(), verdict, took));
    if (verdict == Verdict.SUCCEEDED) {
      return verdict;
    }
    throw XacctException.yours(
            "Deployment " + past.id() + (verdict == Verdict.STOPPED ? " was stopped." : " failed."))
        .evidence(ports.engine().name() + " said: " + past.error().orElse("(nothing)"))
        .suggestion("see who serves production: " + ports.engine().statusCommand());
  }

  /** The event that reports that the deployment is followed from now on. */
  static Event event(Active active, Ports ports) {
    return event(active.id(), active.since(), ports);
  }

  private static Event event(String id, Instant since, Ports ports) {
    return new Event.DeploymentAttached(
        id,
        ports.engine().consoleUrl(id),
        Optional.of(since).filter(Instant.EPOCH::isBefore)); // the epoch stands for an unknown time
  }

  /** Stops the deployment and, if {@code rollback}, follows its rollback to the end. */
  public Verdict stop(Active active, TargetAccountState state, boolean rollback) {
    warnOfWhatIsUnread(state);
    return new Detachment(ports, state).follow(active.id(), () -> stopped(active, state, rollback));
  }

  private Detachment.Conclusion stopped(Active active, TargetAccountState state, boolean rollback) {
    String id = active.id();
    Instant began = ports.clock().instant();
    ports.reporter().report(new Event.StopRequested(id, active.by(), rollback));
    var limit = state.timing().limit();
    var watcher =
        new Watcher(ports, TaskHealthMonitor.blind(ports), ReadyGate.none()).stopping(rollback);
    var ended = watcher.follow(id, Until.TERMINATED, limit);
    // It may have succeeded before the stop request arrived.
    boolean over = ended.status() == DeploymentStatus.SUCCEEDED;
    var conclusion =
        over || !rollback
            ? Detachment.Conclusion.well(over ? Verdict.SUCCEEDED : Verdict.STOPPED)
            : undone(ended, watcher.followRollback(ended, limit), state);
    new ScalingPause(ports).end(id);
    var took = Duration.between(began, ports.clock().instant());
    ports.reporter().report(new Event.DeploymentEnded(id, conclusion.verdict(), took));
    return conclusion;
  }

  private Detachment.Conclusion undone(
      DeploymentState ended, DeploymentState undone, TargetAccountState state) {
    var production = new ProductionAfterFailure(ended, undone, state.servedBefore());
    if (production.isBack()) {
      return Detachment.Conclusion.well(Verdict.ROLLED_BACK);
    }
    if (!production.isUndone()) {
      ports.reporter().report(new Event.Warning(String.join(" ", production.lines(true))));
      return Detachment.Conclusion.well(Verdict.STOPPED);
    }
    var failure =
        XacctException.yours(
            "Deployment " + ended.id() + " was stopped, but it was not rolled back.");
    for (String line : production.lines(true)) {
      failure = failure.evidence(line);
    }
    for (String line : production.suggestions(ports.engine())) {
      failure = failure.suggestion(line);
    }
    return new Detachment.Conclusion(Verdict.FAILED, Optional.of(failure));
  }
}
