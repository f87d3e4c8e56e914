package io.github.xacct.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.preflight.Check;
import io.github.xacct.preflight.Intent;
import io.github.xacct.preflight.Preflight;
import io.github.xacct.report.Finding;
import io.github.xacct.report.PreflightReport;
import io.github.xacct.report.PreflightText;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
  @TempDir Path folder;

  @Test
  void findsAHealthySetUpWell() {
    try (var aws = RehearsedAws.in(folder).start()) {
      var report = run(aws);
      new PreflightText(report).tree().forEach(System.out::println);
      for (var f : report.findings()) {
        if (f.outcome() != Finding.Outcome.OK) {
          System.out.println(f);
        }
      }
      System.out.println(new PreflightText(report).summary());
      assertThat(report.findings())
          .extracting(Finding::id)
          .containsExactlyElementsOf(Arrays.stream(Check.values()).map(Check::id).toList());
    }
  }

  static PreflightReport run(RehearsedAws aws) {
    long start = System.nanoTime();
    try (var facts =
        new PreflightFacts(
            aws.access(), aws.registry.region(), aws.environment, "demo-42", Clock.systemUTC())) {
      var findings = new Preflight(intent(aws), facts, Clock.systemUTC()).run();
      return new PreflightReport(
          "demo",
          "test",
          aws.environment.account().value(),
          aws.environment.region().id(),
          Instant.now(),
          Duration.ofNanos(System.nanoTime() - start),
          facts.count(),
          findings);
    }
  }

  private static Intent intent(RehearsedAws aws) {
    return new Intent(
        aws.registry,
        aws.environment,
        GeneratedTaskDefinition.of(aws.environment),
        aws.environment.appSpec(),
        Optional.empty(),
        Optional.of("/"),
        ReleaseChecks.none());
  }
}
