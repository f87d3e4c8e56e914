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

/** A deployment that a goal follows: its reporting, its gates, and what an interruption does. */
final class FollowedDeployment {
  private final GoalContext goal;
  private final String waitUntil;
  private final String circuitBreaker;
  private final String healthGrace;
  private final @Nullable String console;
  private final String onInterrupt;

  /** What becomes of the deployment before its traffic moves, once that is known. */
  private volatile ReadyWait ready = ReadyWait.none();

  /** When it has ended in any case, once that is known. */
  private volatile Instant endsBy = Instant.MAX;

  /**
   * A deployment followed as the parameters of the same names say.
   *
   * @param console null for what fits the terminal
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
   * How it is followed.
   *
   * @param onActive what is done about another one in flight
   * @throws XacctException if a parameter has no valid value
   */
  FollowingOptions options(String onActive) {
    if (!onInterrupt.equals("detach") && !onInterrupt.equals("stop")) {
      throw XacctException.yours(
          "xacct.onInterrupt: invalid value '" + onInterrupt + "': expected detach or stop.");
    }
    return FollowingOptions.parse(waitUntil, onActive, circuitBreaker, healthGrace);
  }

  /** Runs something that is reported to the console, the record and the page. */
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

  /** What is reported at a good end. */
  void conclude(Verdict verdict, Reporter reporter) {
    reporter.report(Event.Concluded.well(verdict));
  }

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
   * The checks before production traffic moves.
   *
   * @param url by whose name a test listener with HTTPS is asked
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
