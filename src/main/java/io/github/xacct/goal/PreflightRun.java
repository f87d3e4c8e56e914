package io.github.xacct.goal;

import io.github.xacct.aws.preflight.PreflightFacts;
import io.github.xacct.event.PreflightReport;
import io.github.xacct.preflight.Intent;
import io.github.xacct.preflight.Preflight;
import java.time.Clock;
import java.time.Duration;

/**
 * All checks of one environment, run and counted.
 *
 * @param app whose
 * @param intent what is to be deployed
 * @param sessionName appears in the target account's audit log
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
}
