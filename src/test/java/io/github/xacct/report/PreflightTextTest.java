package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.event.PreflightReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightTextTest {
  static final PreflightReport REPORT =
      new PreflightReport(
          "demo-app",
          "test",
          "222222222222",
          "eu-central-1",
          Instant.parse("2026-01-01T00:00:00Z"),
          Duration.ofMillis(1234),
          31,
          List.of(
              finding("registry.tags", Outcome.WARN, "Tags can be moved", List.of("aws ecr ...")),
              new Finding(
                  "registry",
                  "registry.pull",
                  Outcome.FAIL,
                  "The repository's policy does not let a pull.",
                  List.of("no statement allows ecr:BatchGetImage"),
                  List.of("{", "  \"Sid\": \"Pull\"", "}")),
              finding("service.exists", Outcome.OK, "demo-app-test\u001b[2J", List.of()),
              finding("service.stable", Outcome.SKIPPED, "needs x:Read", List.of())));

  private final PreflightReport report = REPORT;

  @Test
  void reportsATree() {
    assertThat(new PreflightText(report).tree())
        .containsExactly(
            "Preflight of demo-app in test: account 222222222222, eu-central-1",
            "registry",
            "  WARN    tags    Tags can be moved",
            "  FAIL    pull    The repository's policy does not let a pull.",
            "service",
            "  ok      exists  demo-app-test\ufffd[2J",
            "  SKIPPED stable  needs x:Read");
  }

  @Test
  void reportsNeighboursThatAreSkippedAlikeInOneLine() {
    String why = "the role could not be assumed (role.assume)";
    var skipped =
        new PreflightReport(
            "demo-app",
            "test",
            "222222222222",
            "eu-central-1",
            Instant.EPOCH,
            Duration.ZERO,
            1,
            List.of(
                finding("role.session", Outcome.SKIPPED, why, List.of()),
                finding("service.exists", Outcome.SKIPPED, why, List.of()),
                finding("service.active", Outcome.SKIPPED, why, List.of()),
                finding("service.stable", Outcome.SKIPPED, "needs x:Read", List.of()),
                finding("service.desired", Outcome.OK, "1 wanted", List.of())));

    assertThat(new PreflightText(skipped).tree())
        .containsSubsequence(
            "role",
            "  SKIPPED session  the role could not be assumed (role.assume)",
            "service",
            "  SKIPPED exists, active  the role could not be assumed (role.assume)",
            "  SKIPPED stable   needs x:Read",
            "  ok      desired  1 wanted");
  }

  @Test
  void explainsWhatFailedWithWhatToPaste() {
    assertThat(new PreflightText(report).explained(Outcome.FAIL))
        .containsExactly(
            """
            registry.pull: The repository's policy does not let a pull.
              no statement allows ecr:BatchGetImage
            Try:
            {
              "Sid": "Pull"
            }""");
    assertThat(new PreflightText(report).explained(Outcome.WARN))
        .containsExactly("registry.tags: Tags can be moved\nTry:\naws ecr ...");
  }

  @Test
  void countsAndCosts() {
    assertThat(new PreflightText(report).summary())
        .isEqualTo("4 checks: 1 ok, 1 failed, 1 warnings, 1 skipped; 31 requests to AWS in 1.2 s");
  }

  @Test
  void theFileHasTheSameForMachines() {
    assertThat(PreflightJson.of(report))
        .startsWith(
            """
            {
              "version" : 1,
              "passed" : false,
              "app" : "demo-app",
              "environment" : "test",
              "account" : "222222222222",
              "region" : "eu-central-1",
              "at" : "2026-01-01T00:00:00Z",
              "seconds" : 1.234,
              "requests" : 31,
              "checks" : [ {
                "section" : "registry",
                "id" : "registry.tags",
                "outcome" : "WARN",
                "words" : "Tags can be moved",
                "evidence" : [ ],
                "fix" : [ "aws ecr ..." ]
            """);
  }

  private static Finding finding(String id, Outcome outcome, String words, List<String> fix) {
    String section = id.substring(0, id.indexOf('.'));
    return new Finding(section, id, outcome, words, List.of(), fix);
  }
}
