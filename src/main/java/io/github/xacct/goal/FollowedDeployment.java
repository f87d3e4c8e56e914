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
import org.jspecify.annotations.Nullable;

/** A deployment that a goal follows: its reports, its checks, and the handling of Ctrl-C. */
final class FollowedDeployment {
  private final GoalContext goal;
  private final String waitUntil;
  private final String circuitBreaker;
  private final String healthGrace;
  private final @Nullable String console;
  private final String onInterrupt;

  /** How long the deployment waits before traffic shifts, once known. */
  private volatile ReadyWait ready = ReadyWait.none();

  /** Its latest end, once known. */
  private volatile Instant endsBy = Instant.MAX;

  /**
   * Creates it from the parameters of the same names.
   *
   * @param console null for the default
   */
  FollowedDeployment(
      GoalContext goal,
      String waitUntil,
      String circuitBreaker,
      String healthGrace,
      @Nullable String console,
      String onInterrupt) {
    this.goal = goal;
    this.waitUntil = waitUntil;
    this.circuitBreaker = circuitBreaker;
    this.healthGrace = healthGrace;
    this.console = console;
    this.onInterrupt = onInterrupt;
  }

  /**
   * Reads how it is followed.
   *
   * @param onActive action if another deployment is in flight
   * @throws XacctException if a parameter has an invalid value
   */
  FollowingOptions options(String onActive) {
    if (!onInterrupt.equals("detach") && !onInterrupt.equals("stop")) {
      throw XacctException.yours(
          "xacct.onInterrupt: invalid value '" + onInterrupt + "': expected detach or stop.");
    }
    return FollowingOptions.parse(waitUntil, onActive, circuitBreaker, healthGrace);
  }

  /** Runs work that reports to the console, the record and the page. */
  void reporting(Stage stage, Settings settings, Environment environment, Consumer<Reporter> work) {
    new DeploymentReporting(
            goal.outputFolder(),
            goal.facts(),
            goal.output().ci(),
            () -> Screen.of(goal.output().screen(console, goal.session()), goal.reporter()),
            goal::rehearsedTask,
            goal.log())
        .of(stage, settings, environment, work);
  }

  /** Reports success. */
  void conclude(Verdict verdict, Reporter reporter) {
    reporter.report(Event.Concluded.well(verdict));
  }

  /** Handles Ctrl-C and SIGTERM until it is closed. */
  Interruption interruption(Reporter reporter, TargetAccount target, Environment environment) {
    return new Interruption(
        reporter,
        target.ports().engine(),
        onInterrupt.equals("stop"),
        environment,
        goal.venue().rehearsed(),
        () -> ready,
        () -> endsBy);
  }

  /**
   * Creates the checks before production traffic shifts.
   *
   * @param url URL whose host name is sent to a test listener with HTTPS
   */
  ReadyGate readyGate(
      ReleaseChecks checks,
      Environment environment,
      TargetAccountState state,
      TargetAccount target,
      Reporter reporter,
      Optional<URI> url) {
    var readyGate =
        new ReadyGates(
                environment, target, goal.venue(), reporter, goal.facts().basedir(), goal.log())
            .of(checks, state, url);
    ready = ReadyWait.of(state, readyGate);
    endsBy = Instant.now().plus(state.timing().limit());
    return readyGate;
  }
}
