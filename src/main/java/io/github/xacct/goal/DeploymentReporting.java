package io.github.xacct.goal;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Reporters;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.ci.CiOutput;
import io.github.xacct.goal.configuration.ProjectFacts;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.console.Screen;
import io.github.xacct.goal.rehearsed.RehearsalEnding;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.DeploymentFiles;
import io.github.xacct.report.RunsIndex;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.maven.plugin.logging.Log;

/** Reports a deployment to the console, the record, its page, and the topic if there is one. */
final class DeploymentReporting {
  private final Path output;
  private final ProjectFacts facts;
  private final CiOutput ci;
  private final Supplier<Screen> screens;
  private final Function<Environment, RehearsedTask> tasks;
  private final Log log;

  /**
   * Creates the reporting of a goal.
   *
   * @param output folder for all files
   * @param screens opens the view on the console
   * @param tasks rehearsed tasks by environment
   */
  DeploymentReporting(
      Path output,
      ProjectFacts facts,
      CiOutput ci,
      Supplier<Screen> screens,
      Function<Environment, RehearsedTask> tasks,
      Log log) {
    this.output = output;
    this.facts = facts;
    this.ci = ci;
    this.screens = screens;
    this.tasks = tasks;
    this.log = log;
  }

  /** Runs work whose events are reported to console, record, page and topic. */
  void of(Stage stage, Settings settings, Environment environment, Consumer<Reporter> work) {
    var folder = output.resolve(environment.name());
    var verdict = new AtomicReference<>(Verdict.FAILED);
    Reporter noticing =
        event -> {
          if (event instanceof Event.DeploymentEnded ended) {
            verdict.set(ended.verdict());
          }
        };
    try (var files =
            new DeploymentFiles(folder, Clock.systemUTC(), ZoneId.systemDefault(), log::warn);
        var screen = screens.get();
        var topic = topic(stage, settings, environment)) {
      Reporter reporter =
          Reporters.all(screen.reporter(), files, noticing, topic, ci.summary(log::warn));
      var rehearsal =
          stage
              .rehearsal()
              .map(
                  r ->
                      new RehearsalEnding(
                          r, environment, notSimulated(settings, environment), reporter));
      reporter.report(Event.Began.of(facts.artifactId(), environment, rehearsal.isPresent()));
      ci.named().ifPresent(reporter::report);
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
      RunsIndex.write(output, ZoneId.systemDefault(), log::warn);
    }
  }

  private List<String> notSimulated(Settings settings, Environment environment) {
    return tasks.apply(environment).notSimulated(settings.rehearsal(environment).functions());
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
                    notice -> log.info("Notified " + notice.topicArn() + ": " + notice.subject())));
    String session = RunName.of(facts).sessionName();
    return TopicNotices.to(
        () -> stage.access().enter(environment, session, event -> {}), arn.get(), log::warn);
  }
}
