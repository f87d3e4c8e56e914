package io.github.xacct.goal;

import io.github.xacct.deploy.LastSeen;
import io.github.xacct.deploy.ReadyWait;
import io.github.xacct.deploy.Unwatched;
import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Handles Ctrl-C and SIGTERM while a deployment is in flight: the deployment continues on its own,
 * or is stopped if requested; the result is reported.
 */
final class Interruption implements Reporter, AutoCloseable {
  private final Reporter reporter;
  private final DeploymentEngine engine;
  private final boolean stops;
  private final Environment environment;
  private final boolean rehearsed;
  private final Supplier<ReadyWait> ready;
  private final LastSeen seen = new LastSeen();
  private final Thread hook = new Thread(this::interrupted, "xacct-interrupted");
  private volatile boolean creating;
  private final Supplier<Instant> limit;
  private volatile Instant endsBy = Instant.MAX;
  private volatile boolean over;

  /**
   * Registers the shutdown hook.
   *
   * @param reporter receives the result
   * @param engine of the deployment
   * @param stops whether to stop the deployment; otherwise it continues
   * @param rehearsed whether the deployment runs on an embedded AWS, which ends with this process
   * @param ready how the deployment waits before its traffic shifts
   * @param limit when the deployment has ended at the latest, unless an event reports it
   */
  Interruption(
      Reporter reporter,
      DeploymentEngine engine,
      boolean stops,
      Environment environment,
      boolean rehearsed,
      Supplier<ReadyWait> ready,
      Supplier<Instant> limit) {
    this.limit = limit;
    this.reporter = reporter;
    this.ready = ready;
    this.rehearsed = rehearsed;
    this.engine = engine;
    this.stops = stops;
    this.environment = environment;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void report(Event event) {
    seen.report(event);
    if (event instanceof Event.DeploymentRequested) {
      creating = true;
    } else if (event instanceof Event.Expected expected) {
      endsBy = Instant.now().plus(expected.limit());
    } else if (event instanceof Event.DeploymentEnded
        || event instanceof Event.DeploymentNotCreated) {
      creating = false;
    }
  }

  /** Runs as a shutdown hook of the JVM. */
  void interrupted() {
    var id = seen.id();
    if (over || id.isEmpty() && !creating) {
      return;
    }
    if (rehearsed) {
      reporter.report(
          new Event.Warning(
              id.map(one -> "Interrupted. Deployment " + one + " ends with its rehearsal.")
                  .orElse("Interrupted; the rehearsal ends.")));
      reporter.report(Event.Concluded.well(Verdict.DETACHED));
    } else if (id.isEmpty()) {
      detach(inDoubt());
    } else if (!stops || seen.rollback().isPresent() || !seen.goesBack() || !stop(id.get())) {
      detach(left(XacctException.yours("interrupted."), id.get()));
    }
  }

  private XacctException inDoubt() {
    var doubt =
        XacctException.yours("Interrupted while a deployment was being created; it may have been.");
    return (environment.suspendAutoScaling() ? doubt.evidence(scaling().strip()) : doubt)
        .suggestion("see whether it is there: " + engine.statusCommand());
  }

  /** Returns the result, from the last known state because there is no time for requests. */
  private XacctException left(XacctException why, String id) {
    if (seen.rollback().isPresent()) {
      return new Unwatched(seen.rollback().get(), endsBy(), engine, false, ReadyWait.none())
          .leftGoingBack(why, seen.state(), id + ", which has not succeeded");
    }
    var suspended = environment.suspendAutoScaling();
    var left = new Unwatched(id, endsBy(), engine, suspended, ready()).left(why, seen.state());
    var asked =
        seen.stopping()
            .map(reason -> "It is being stopped" + goingBack() + ": " + reason + ".")
            .or(
                () ->
                    Optional.of("It was continued: production traffic shifts.")
                        .filter(line -> seen.continued()));
    return asked
        .map(
            line ->
                left.evidence(line)
                    .evidence(
                        "If that has not arrived, it goes on as if nothing had been requested."))
        .orElse(left);
  }

  private Instant endsBy() {
    return endsBy.equals(Instant.MAX) ? limit.get() : endsBy;
  }

  private String goingBack() {
    return seen.goesBack() ? " and rolled back" : ", without a rollback";
  }

  /** Returns how the deployment waits; one that is stopped or continued does not. */
  private ReadyWait ready() {
    return seen.stopping().isPresent() || seen.continued() ? ReadyWait.none() : ready.get();
  }

  private void detach(XacctException left) {
    reporter.report(new Event.Warning(ErrorText.of(left)));
    reporter.report(Event.Concluded.badly(Verdict.DETACHED, left));
  }

  private String scaling() {
    return environment.suspendAutoScaling()
        ? " Auto scaling that was suspended for it stays so; the next run resumes it."
        : "";
  }

  private boolean stop(String id) {
    try {
      if (!engine.stop(id, true)) {
        reporter.report(new Event.Warning("Interrupted. Deployment " + id + " had ended already."));
        reporter.report(Event.Concluded.well(Verdict.DETACHED));
        return true;
      }
      reporter.report(
          new Event.Warning(
              "Interrupted. Deployment " + id + " is stopped and rolled back." + scaling()));
      reporter.report(Event.Concluded.well(Verdict.STOPPED));
      return true;
    } catch (RuntimeException e) {
      reporter.report(new Event.Warning("Could not stop deployment " + id + ": " + e.getMessage()));
      return false;
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the JVM is ending already; the hook looks at `over`
    }
  }
}
