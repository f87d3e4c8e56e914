package io.github.xacct.goal;

import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.ReadyWait;
import io.github.xacct.deploy.SmokeTests;
import io.github.xacct.deploy.StepGate;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Reporters;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.FollowingOptions;
import io.github.xacct.goal.rehearsed.RehearsalEnding;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.Console;
import io.github.xacct.report.DeploymentFiles;
import io.github.xacct.report.LiveReporter;
import io.github.xacct.report.RunsIndex;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
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
    var folder = outputFolder().resolve(environment.name());
    var verdict = new AtomicReference<>(Verdict.FAILED);
    Reporter noticing =
        event -> {
          if (event instanceof Event.DeploymentEnded ended) {
            verdict.set(ended.verdict());
          }
        };
    try (var files =
            new DeploymentFiles(folder, Clock.systemUTC(), ZoneId.systemDefault(), getLog()::warn);
        var screen = screen();
        var topic = topic(stage, settings, environment)) {
      Reporter reporter =
          Reporters.all(
              screen.reporter(), files, noticing, topic, goalOutput().ci().summary(getLog()::warn));
      var rehearsal =
          stage
              .rehearsal()
              .map(
                  r ->
                      new RehearsalEnding(
                          r, environment, notSimulated(settings, environment), reporter));
      reporter.report(Event.Began.of(facts().artifactId(), environment, rehearsal.isPresent()));
      goalOutput().ci().named().ifPresent(reporter::report);
      rehearsal.ifPresent(RehearsalEnding::began);
      try {
        work.accept(reporter);
      } catch (XacctException e) {
        rehearsal.ifPresent(RehearsalEnding::ended);
        reporter.report(Event.Concluded.badly(Objects.requireNonNull(verdict.get()), e));
        throw e.suggestion("full report: " + files.page());
      } catch (RuntimeException | Error e) {
        reporter.report(
            Event.Concluded.badly(
                Objects.requireNonNull(verdict.get()), XacctException.ours("Unexpected " + e)));
        throw e;
      }
      rehearsal.ifPresent(RehearsalEnding::ended);
    } finally {
      RunsIndex.write(outputFolder(), ZoneId.systemDefault(), getLog()::warn);
    }
  }

  private List<String> notSimulated(Settings settings, Environment environment) {
    return rehearsedTask(environment).notSimulated(settings.rehearsal(environment).functions());
  }

  private TopicNotices topic(Stage stage, Settings settings, Environment environment) {
    var arn = settings.release(environment).topic();
    if (arn.isEmpty()) {
      return TopicNotices.none();
    }
    stage
        .rehearsal()
        .ifPresent(
            rehearsal ->
                rehearsal.onNotice(
                    notice ->
                        getLog().info("Notified " + notice.topicArn() + ": " + notice.subject())));
    String session = RunName.of(facts()).sessionName();
    return TopicNotices.to(
        () -> stage.access().enter(environment, session, event -> {}), arn.get(), getLog()::warn);
  }

  /** Closed before Maven prints how it ended. */
  private record Screen(Reporter reporter, Optional<LiveReporter> live) implements AutoCloseable {
    @Override
    public void close() {
      live.ifPresent(LiveReporter::close);
    }
  }

  private Screen screen() {
    if (goalOutput().screen(console, session) == Console.PLAIN) {
      return new Screen(reporter(), Optional.empty());
    }
    var live = LiveReporter.onTerminal(reporter(), Clock.systemUTC(), System.getenv());
    return new Screen(live, Optional.of(live));
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
   * Who is heard before production traffic moves.
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
    UnaskedChecks.of(checks, state).map(Event.Warning::new).ifPresent(reporter::report);
    var asked = new ArrayList<Function<Route, Optional<String>>>();
    if (!checks.smokeTests().isEmpty()) {
      asked.add(
          new SmokeTests(
              checks.smokeTests(),
              reporter,
              target.testClient(checks, environment),
              venue().pauses()));
    }
    checks
        .verifyCommand()
        .ifPresent(
            command ->
                asked.add(
                    new VerifyCommand(
                        command, environment.name(), facts().basedir(), getLog()::info)));
    var readyGate =
        new ReadyGate(
            checks
                .testUrl()
                .filter(this::leadsToTheLoadBalancer)
                .map(Route::to)
                .or(() -> state.testRoute().map(route -> route.by(checks.testUrl().or(() -> url)))),
            asked,
            checks
                .steps()
                .filter(rules -> UnaskedChecks.stepsAreEcs(state))
                .<Function<DeploymentState, Optional<String>>>map(
                    rules ->
                        new StepGate(
                            rules, target.comparison().get(), target.ports().reportingTo(reporter)))
                .orElse(any -> Optional.empty()),
            checks.approval(),
            false,
            "mvn xacct:continue -Denv=" + environment.name());
    ready = ReadyWait.of(state, readyGate);
    endsBy = Instant.now().plus(state.timing().limit());
    return readyGate;
  }
}
