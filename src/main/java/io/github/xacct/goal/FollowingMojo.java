package io.github.xacct.goal;

import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.ReadyWait;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.FollowingOptions;
import io.github.xacct.goal.console.Screen;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.XacctException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals have in common that follow a deployment. */
abstract class FollowingMojo extends XacctMojo {
  /** What becomes of the deployment before its traffic moves, once that is known. */
  private volatile ReadyWait ready = ReadyWait.none();

  /** When it has ended in any case, once that is known. */
  private volatile Instant endsBy = Instant.MAX;

  /**
   * How far to follow the deployment: created, ready (it waits for approval), shifted (all
   * production traffic on the new version) or terminated (the old one gone).
   */
  @Parameter(property = "xacct.waitUntil", defaultValue = "shifted")
  private String waitUntil;

  /**
   * Number of stopped tasks of the new version after which the deployment is stopped and rolled
   * back, or off.
   */
  @Parameter(property = "xacct.circuitBreaker", defaultValue = "3")
  private String circuitBreaker;

  /**
   * For how many seconds a task of the new version may fail the load balancer's health check before
   * the deployment is stopped and rolled back.
   */
  @Parameter(property = "xacct.healthGrace", defaultValue = "180")
  private String healthGrace;

  /**
   * How the deployment is shown: plain (a line for each change) or live (a view that redraws in
   * place). Default: live on a terminal, plain elsewhere.
   */
  @Parameter(property = "xacct.console")
  private String console;

  /**
   * What Ctrl-C and SIGTERM do to the deployment: detach (it continues) or stop (and roll back).
   */
  @Parameter(property = "xacct.onInterrupt", defaultValue = "detach")
  private String onInterrupt;

  final FollowingOptions followingOptions(String onActive) {
    if (!onInterrupt.equals("detach") && !onInterrupt.equals("stop")) {
      throw XacctException.yours(
          "xacct.onInterrupt: invalid value '" + onInterrupt + "': expected detach or stop.");
    }
    return FollowingOptions.parse(waitUntil, onActive, circuitBreaker, healthGrace);
  }

  /** Runs something that is reported to the console, the record and the page. */
  final void reporting(
      Stage stage, Settings settings, Environment environment, Consumer<Reporter> work) {
    new DeploymentReporting(
            outputFolder(),
            facts(),
            goalOutput().ci(),
            () -> Screen.of(goalOutput().screen(console, session), reporter()),
            this::rehearsedTask,
            getLog())
        .of(stage, settings, environment, work);
  }

  /** What is reported at a good end. */
  final void conclude(Verdict verdict, Reporter reporter) {
    reporter.report(Event.Concluded.well(verdict));
  }

  final Interruption interruption(
      Reporter reporter, TargetAccount target, Environment environment) {
    return new Interruption(
        reporter,
        target.ports().engine(),
        onInterrupt.equals("stop"),
        environment,
        rehearsing(),
        () -> ready,
        () -> endsBy);
  }

  /**
   * The checks before production traffic moves.
   *
   * @param url by whose name a test listener with HTTPS is asked
   */
  final ReadyGate readyGate(
      ReleaseChecks checks,
      Environment environment,
      TargetAccountState state,
      TargetAccount target,
      Reporter reporter,
      Optional<URI> url) {
    var readyGate =
        new ReadyGates(environment, target, venue(), reporter, facts().basedir(), getLog())
            .of(checks, state, url);
    ready = ReadyWait.of(state, readyGate);
    endsBy = Instant.now().plus(state.timing().limit());
    return readyGate;
  }
}
