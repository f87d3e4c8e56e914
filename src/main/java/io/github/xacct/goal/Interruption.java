package io.github.xacct.goal;

import io.github.xacct.deploy.DeploymentEngine;
import io.github.xacct.deploy.ReadyWait;
import io.github.xacct.deploy.Unwatched;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Event;
import io.github.xacct.report.Reporter;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is said, and done, when the process is told to end (Ctrl-C, SIGTERM) while a deployment is
 * in flight: it goes on without us, or is stopped if that is wished.
 */
final class Interruption implements Reporter, AutoCloseable {
  private final Reporter reporter;
  private final DeploymentEngine engine;
  private final boolean stops;
  private final Environment environment;
  private final boolean rehearsed;
  private final Supplier<ReadyWait> ready;
  private final Thread hook = new Thread(this::interrupted, "xacct-interrupted");
  private volatile String inFlight;
  private volatile boolean creating;
  private volatile Instant endsBy = Instant.MAX;
  private volatile boolean over;

  /**
   * Is ready for it from now on.
   *
   * @param reporter that is told
   * @param engine of the deployment
   * @param stops whether the deployment is stopped; else it goes on
   * @param rehearsed whether the AWS of the deployment ends with this process
   * @param ready what becomes of the deployment before its traffic moves
   */
  Interruption(
      Reporter reporter,
      DeploymentEngine engine,
      boolean stops,
      Environment environment,
      boolean rehearsed,
      Supplier<ReadyWait> ready) {
    this.reporter = reporter;
    this.ready = ready;
    this.rehearsed = rehearsed;
    this.engine = engine;
    this.stops = stops;
    this.environment = environment;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void tell(Event event) {
    if (event instanceof Event.DeploymentCreated created) {
      inFlight = created.deploymentId();
    } else if (event instanceof Event.DeploymentAttached attached) {
      inFlight = attached.deploymentId();
    } else if (event instanceof Event.DeploymentRequested) {
      creating = true;
    } else if (event instanceof Event.Expected expected) {
      endsBy = Instant.now().plus(expected.limit());
    } else if (event instanceof Event.DeploymentEnded) {
      inFlight = null;
      creating = false;
    }
  }

  private void interrupted() {
    String id = inFlight;
    if (over || id == null && !creating) {
      return;
    }
    if (rehearsed) {
      reporter.tell(
          new Event.Warning(
              id == null
                  ? "Interrupted; the rehearsal ends."
                  : "Interrupted. Deployment " + id + " ends with its rehearsal."));
      reporter.tell(Event.Concluded.well("detached"));
    } else if (id == null) {
      detach(
          XacctException.yours(
                  "Interrupted while a deployment was being created; it may have been.")
              .suggestion("see whether it is there: " + engine.statusCommand()));
    } else if (!stops || !stop(id)) {
      detach(
          new Unwatched(id, endsBy, engine, environment.suspendAutoScaling(), ready.get())
              .left(XacctException.yours("interrupted."), Optional.empty()));
    }
  }

  private void detach(XacctException left) {
    reporter.tell(new Event.Warning(left.getMessage()));
    reporter.tell(Event.Concluded.badly("detached", left));
  }

  private String scaling() {
    return environment.suspendAutoScaling()
        ? " Auto scaling that was suspended for it stays so; the next run resumes it."
        : "";
  }

  private boolean stop(String id) {
    try {
      engine.stop(id, true);
      reporter.tell(
          new Event.Warning(
              "Interrupted. Deployment " + id + " is stopped and rolled back." + scaling()));
      reporter.tell(Event.Concluded.well("stopped"));
      return true;
    } catch (RuntimeException e) {
      reporter.tell(new Event.Warning("Could not stop deployment " + id + ": " + e.getMessage()));
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
