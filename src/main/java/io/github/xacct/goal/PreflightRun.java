package io.github.xacct.goal;

import io.github.xacct.aws.preflight.PreflightFacts;
import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.event.PreflightReport;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.XacctException;
import io.github.xacct.preflight.Intent;
import io.github.xacct.preflight.Preflight;
import io.github.xacct.report.PreflightJson;
import io.github.xacct.report.PreflightPage;
import io.github.xacct.report.PreflightText;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * Runs all checks of one environment.
 *
 * @param app name of the app
 * @param intent what is to be deployed
 * @param sessionName role session name, which appears in the target account's audit log
 */
record PreflightRun(String app, Intent intent, String sessionName) {

  PreflightReport on(Stage stage) {
    var clock = Clock.systemUTC();
    var began = clock.instant();
    long start = System.nanoTime();
    var environment = intent.environment();
    var region = intent.registry().region();
    try (var facts =
        new PreflightFacts(
            stage.access(), region, environment, sessionName, clock, stage.testClient())) {
      var findings = new Preflight(intent, facts, clock).run();
      return new PreflightReport(
          app,
          environment.name(),
          environment.account().value(),
          environment.region().id(),
          began,
          Duration.ofNanos(System.nanoTime() - start),
          facts.count(),
          findings);
    }
  }

  /**
   * Prints the findings and writes their files.
   *
   * @throws XacctException if a check failed
   */
  static void report(PreflightReport report, GoalContext goal) {
    var text = new PreflightText(report);
    if (goal.output().json()) {
      goal.output().print(PreflightJson.of(report));
    }
    text.tree().forEach(goal.log()::info);
    text.explained(Outcome.WARN).forEach(goal.log()::warn);
    text.explained(Outcome.FAIL).forEach(goal.log()::error);
    var folder = goal.outputFolder().resolve(report.environment());
    RevisionFiles.write(
        folder.resolve("preflight.json"), PreflightJson.of(report), goal.reporter());
    RevisionFiles.write(
        folder.resolve("preflight.html"), PreflightPage.of(report), goal.reporter());
    goal.log().info(text.summary());
    if (!report.passed()) {
      throw XacctException.yours(
              "A deployment to "
                  + report.environment()
                  + " would fail: "
                  + report.of(Outcome.FAIL).stream()
                      .map(Finding::id)
                      .collect(Collectors.joining(", "))
                  + ".")
          .suggestion("see each check above; " + DocPage.PREFLIGHT + " describes each.");
    }
  }
}
