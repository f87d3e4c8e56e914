package io.github.xacct.goal;

import io.github.xacct.deploy.DeploymentEngine;
import io.github.xacct.model.Environment;
import io.github.xacct.report.Event;
import io.github.xacct.report.Reporter;
import java.util.Optional;

/**
 * What is said, and done, when the process is told to end (Ctrl-C, SIGTERM) while a deployment is
 * in flight: it goes on without us, or is stopped if that is wished.
 */
final class Interruption implements Reporter, AutoCloseable {
  private final Reporter reporter;
  private final Optional<DeploymentEngine> stopBy;
  private final Environment environment;
  private final boolean rehearsed;
  private final Thread hook = new Thread(this::interrupted, "xacct-interrupted");
  private volatile String inFlight;
  private volatile boolean over;

  /**
   * Is ready for it from now on.
   *
   * @param reporter that is told
   * @param stopBy stops the deployment; absent lets it go on
   * @param rehearsed whether the AWS of the deployment ends with this process
   */
  Interruption(
      Reporter reporter,
      Optional<DeploymentEngine> stopBy,
      Environment environment,
      boolean rehearsed) {
    this.reporter = reporter;
    this.rehearsed = rehearsed;
    this.stopBy = stopBy;
    this.environment = environment;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void tell(Event event) {
    if (event instanceof Event.DeploymentCreated created) {
      inFlight = created.deploymentId();
    } else if (event instanceof Event.DeploymentAttached attached) {
      inFlight = attached.deploymentId();
    } else if (event instanceof Event.DeploymentEnded) {
      inFlight = null;
    }
  }

  private void interrupted() {
    String id = inFlight;
    if (over || id == null) {
      return;
    }
    if (rehearsed) {
      reporter.tell(
          new Event.Warning("Interrupted. Deployment " + id + " ends with its rehearsal."));
      reporter.tell(Event.Concluded.well("detached"));
      return;
    }
    if (stopBy.isPresent() && stop(id)) {
      return;
    }
    reporter.tell(
        new Event.Warning(
            "Interrupted. Deployment "
                + id
                + " goes on without us. To follow it: mvn xacct:wait -Denv="
                + environment.name()
                + "; to stop it and go back: mvn xacct:stop -Denv="
                + environment.name()
                + (environment.suspendAutoScaling() ? "." : "")
                + scaling()));
    reporter.tell(Event.Concluded.well("detached"));
  }

  private String scaling() {
    return environment.suspendAutoScaling()
        ? " Auto scaling that was suspended for it stays so; the next run resumes it."
        : "";
  }

  private boolean stop(String id) {
    try {
      stopBy.orElseThrow().stop(id, true);
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
