package io.github.xacct.goal;

import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.elb.ProductionRoute;
import io.github.xacct.deploy.SmokeRun;
import io.github.xacct.deploy.SmokeTests;
import io.github.xacct.deploy.VerifyCommand;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.event.SmokeTestReport;
import io.github.xacct.event.SmokeTestReport.Result;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.SmokeTestFiles;
import io.github.xacct.report.StepSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs smoke tests and verify command of an environment, reports them and stores the result. */
final class SmokeTestWork {
  private static final String JSON = "smoke-tests.json";

  private final GoalContext goal;

  SmokeTestWork(GoalContext goal) {
    this.goal = goal;
  }

  /**
   * Runs them against the version with the production traffic.
   *
   * @throws XacctException if one fails or cannot be run
   */
  void run() {
    var settings = goal.settings();
    settings.environment().ifPresent(this::deleteEarlier);
    var environment = settings.environment().orElseThrow();
    var checks = settings.checks(environment);
    refuseWithoutTests(checks, environment);
    try (var stage = goal.stage(settings, List.of(environment));
        var target =
            TargetAccount.enter(stage, environment, RunName.of(goal.facts()), goal.reporter())) {
      stage.settle(environment);
      var route =
          settings
              .release(environment)
              .url()
              .filter(goal.venue()::leadsToTheLoadBalancer)
              .map(Route::to)
              .or(
                  () ->
                      ProductionRoute.of(target.session(), environment)
                          .map(found -> found.by(settings.release(environment).url())));
      var run = new SmokeRun(target.ports(), new EcsTaskDefinitions(target.session()));
      var report =
          run.run(
              environment,
              route.orElseThrow(() -> withoutUrl(environment)),
              base -> results(checks, environment, target.testClient(checks, environment), base));
      write(report, goal.outputFolder(environment));
      conclude(report);
    }
  }

  private List<Result> results(
      ReleaseChecks checks, Environment environment, TestClient client, Route base) {
    var tests = new SmokeTests(checks.smokeTests(), goal.reporter(), client, goal.venue().pauses());
    var results = new ArrayList<>(tests.all(base));
    checks
        .verifyCommand()
        .filter(command -> results.stream().allMatch(result -> result.wrong().isEmpty()))
        .ifPresent(
            command -> {
              long start = System.nanoTime();
              var verify =
                  new VerifyCommand(
                      command, environment.name(), goal.facts().basedir(), goal.log()::info);
              var wrong = verify.apply(base);
              var took = Duration.ofNanos(System.nanoTime() - start);
              results.add(new Result("verifyCommand", wrong, took, verify.ran()));
            });
    return results;
  }

  /** Deletes the report of an earlier run, so that it is not mistaken for this one's. */
  private void deleteEarlier(Environment environment) {
    try {
      Files.deleteIfExists(goal.outputFolder(environment).resolve(JSON));
    } catch (IOException e) {
      throw XacctException.yours("Cannot delete an earlier run's " + JSON + ": " + e.getMessage());
    }
  }

  private void write(SmokeTestReport report, Path folder) {
    RevisionFiles.write(folder.resolve(JSON), SmokeTestFiles.json(report), goal.reporter());
    RevisionFiles.write(
        folder.resolve("TEST-smoke-tests.xml"), SmokeTestFiles.junit(report), goal.reporter());
    goal.output()
        .ci()
        .summaryFile()
        .ifPresent(
            file -> StepSummary.append(file, SmokeTestFiles.summary(report), goal.log()::warn));
  }

  private void conclude(SmokeTestReport report) {
    if (!report.passed()) {
      throw refusal(report);
    }
    int count = report.results().size();
    goal.log()
        .info((count == 1 ? "1 smoke test" : count + " smoke tests") + " passed: " + of(report));
  }

  /**
   * Returns the exception: a failed test is a build failure, a request that could not be sent a
   * build error.
   */
  static XacctException refusal(SmokeTestReport report) {
    String tests = "The smoke tests of " + report.environment();
    var refusal =
        report.failed()
            ? XacctException.yours(tests + " failed.")
            : XacctException.ours(tests + " could not be run.");
    for (Result result : report.results()) {
      if (result.wrong().isPresent()) {
        refusal = refusal.evidence(result.name() + ": " + result.wrong().get());
      }
    }
    return report.failed()
        ? refusal
            .evidence("They ran against " + of(report))
            .suggestion(
                "go back to the version before: mvn xacct:rollback -Denv=" + report.environment())
        : refusal
            .evidence("They were to run against " + of(report))
            .evidence("Nothing was found wrong with it, and nothing was changed.")
            .suggestion(
                "see whether this machine reaches that address: name, proxy, security groups;")
            .suggestion("then run them again: mvn xacct:smoke-test -Denv=" + report.environment());
  }

  private static String of(SmokeTestReport report) {
    return report.taskDefinition() + " at " + report.url();
  }

  private static void refuseWithoutTests(ReleaseChecks checks, Environment environment) {
    if (checks.smokeTests().isEmpty() && checks.verifyCommand().isEmpty()) {
      throw XacctException.yours(
              "Environment "
                  + environment.name()
                  + " has neither <smokeTests> nor a <verifyCommand>.")
          .suggestion("write one that requests what must work: <smokeTests><smokeTest>")
          .suggestion("<path>/health</path></smokeTest></smokeTests>");
    }
  }

  private static XacctException withoutUrl(Environment environment) {
    return XacctException.yours(
            "Deployment group " + environment.deploymentGroup() + " has no production listener.")
        .suggestion(
            "set the URL of the app: <url>https://" + environment.name() + ".example.com</url>");
  }
}
