package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Event;
import io.github.xacct.event.Notice;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticesTest {
  private static final String DESCRIPTION =
      "run 5ca1ab1e0ddb image sha256:9f86d081884c commit 0a1b2c3d4e5f: demo-app 2.0 by build demo:42";

  private final List<Notice> told = new ArrayList<>();
  private final Notices notices = new Notices(told::add);

  @Test
  void reportsTheStartTheApprovalAndTheEnd() {
    begin();
    start();
    notices.report(
        new Event.ApprovalAwaited("https://test.example.com", "mvn xacct:continue -Denv=prod"));
    notices.report(new Event.DeploymentEnded("d-1", Verdict.SUCCEEDED, Duration.ofSeconds(90)));
    notices.report(Event.Concluded.well(Verdict.SUCCEEDED));

    assertThat(told)
        .containsExactly(
            new Notice(
                "demo-app: deployment to prod started",
                DESCRIPTION + "\nDeployment d-1: https://console/d-1"),
            new Notice(
                "demo-app: prod is ready for approval",
                "Look at https://test.example.com\n"
                    + "and approve with: mvn xacct:continue -Denv=prod\n"
                    + "Deployment d-1: https://console/d-1"),
            new Notice(
                "demo-app: succeeded in prod",
                DESCRIPTION + " after 1 min 30 s\nDeployment d-1: https://console/d-1"));
  }

  @Test
  void namesTheRunOfTheCiSystem() {
    begin();
    notices.report(
        new Event.RunNamed(
            "GitHub Actions",
            "GitHub Actions run 1 attempt 1",
            Optional.of("https://github.com/example/demo-app/actions/runs/1/attempts/1"),
            Optional.of("branch main"),
            Optional.of("octocat")));
    start();
    assertThat(told.get(0).text())
        .endsWith("\nRun: https://github.com/example/demo-app/actions/runs/1/attempts/1");
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "ROLLED_BACK", "STOPPED"})
  void reportsABadEndWithTheFirstThatSomebodyNeedsToKnow(Verdict verdict) {
    begin();
    start();
    notices.report(
        Event.Concluded.badly(
            verdict,
            XacctException.yours("Deployment d-1 was rolled back.")
                .evidence("3 tasks died: exit code 1")
                .evidence("a long log")));

    assertThat(told).hasSize(2);
    assertThat(told.get(1).subject())
        .isEqualTo("demo-app: " + verdict.toString().replace('-', ' ') + " in prod");
    assertThat(told.get(1).text())
        .isEqualTo(
            "Deployment d-1 was rolled back.\n3 tasks died: exit code 1\n"
                + "Deployment d-1: https://console/d-1");
  }

  @ParameterizedTest
  @EnumSource(names = {"NOTHING_TO_DO", "DRY_RUN", "DETACHED"})
  void reportsNothingOfWhatIsNoEnd(Verdict verdict) {
    begin();
    start();
    told.clear();
    notices.report(Event.Concluded.well(verdict));

    assertThat(told).isEmpty();
  }

  @Test
  void reportsThatADeploymentGoesOnWithoutItsWatcher() {
    begin();
    start();
    told.clear();
    notices.report(
        Event.Concluded.badly(
            Verdict.DETACHED,
            XacctException.yours("Deployment d-1 goes on without us: no answer.")
                .evidence("It ends by itself by 2026-11-23T20:00:00Z at the latest.")
                .suggestion("follow it: mvn xacct:wait -Denv=prod")));

    assertThat(told)
        .singleElement()
        .isEqualTo(
            new Notice(
                "demo-app: deployment to prod goes on without its watcher",
                """
                Deployment d-1 goes on without us: no answer.
                It ends by itself by 2026-11-23T20:00:00Z at the latest.
                follow it: mvn xacct:wait -Denv=prod
                Deployment d-1: https://console/d-1"""));
  }

  @Test
  void reportsNothingWhereThereIsNoDeployment() {
    begin();
    notices.report(Event.Concluded.badly(Verdict.FAILED, XacctException.yours("No service.")));

    assertThat(told).isEmpty();
  }

  @Test
  void writesSubjectsThatSnsTakes() {
    var notice = new Notice("démo\n" + "x".repeat(200), "a\tb\u001b[2Jc");

    assertThat(notice.subject()).hasSize(100).startsWith("d?mo").matches("[\\x20-\\x7e]+");
    assertThat(notice.text()).doesNotContain("\u001b");
  }

  private void begin() {
    notices.report(
        new Event.Began(
            "demo-app",
            "prod",
            "333333333333",
            "eu-central-1",
            "apps",
            "demo",
            "demo",
            "demo",
            false));
  }

  private void start() {
    notices.report(
        new Event.Planned(
            ImageReference.parse("registry/app@sha256:" + "a".repeat(64)),
            Optional.empty(),
            DESCRIPTION));
    notices.report(new Event.DeploymentCreated("d-1", Optional.of("https://console/d-1")));
  }
}
