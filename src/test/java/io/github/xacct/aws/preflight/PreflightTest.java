package io.github.xacct.aws.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.Deadline;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.event.PreflightReport;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ReleaseChecks;
import io.github.xacct.preflight.Intent;
import io.github.xacct.preflight.Preflight;
import io.github.xacct.rehearsal.CompositeAlarm;
import io.github.xacct.rehearsal.Refusals;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.SetUpFault;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preflight over the wire. */
public class PreflightTest {
  @TempDir Path folder;

  @Test
  void findsAHealthySetUpWellAndAsksNothingTwice() throws Exception {
    try (var aws = RehearsedAws.in(folder).immutableTags().terminationWait(0).start()) {
      deploy(aws, "1");
      deploy(aws, "2");
      aws.calls.clear();

      var report = preflight(aws);

      assertThat(report.findings()).allMatch(f -> f.outcome() == Outcome.OK, "is OK");
      assertThat(aws.calls).hasSize(report.calls());
      assertThat(aws.calls)
          .extracting(RecordedCall::operation)
          .allMatch(name -> name.matches("(Describe|Get|BatchGet|List|Simulate|AssumeRole).*"));
      assertThat(report.calls()).as("requests").isLessThanOrEqualTo(42);
    }
  }

  @Test
  void reportsARoleThatDoesNotTrustTheBuilder() {
    try (var aws = RehearsedAws.in(folder).immutableTags().fault(Fault.ROLE_DENIED).start()) {
      var report = preflight(aws);

      assertThat(report.of(Outcome.FAIL)).extracting(Finding::id).containsExactly("role.assume");
      assertThat(report.of(Outcome.FAIL).get(0).evidence())
          .anyMatch(line -> line.startsWith("AWS said: AccessDenied - "))
          .anyMatch(line -> line.startsWith("The caller's own policies allow it."));
      assertThat(report.of(Outcome.WARN)).isEmpty();
      assertThat(report.of(Outcome.SKIPPED))
          .extracting(Finding::section)
          .contains("permissions", "service", "group", "load-balancer", "task", "rollback");
    }
  }

  @Test
  void reportsARepositoryThatLetsNobodyPull() {
    try (var aws = RehearsedAws.in(folder).immutableTags().fault(Fault.PULL_DENIED).start()) {
      var report = preflight(aws);

      assertThat(report.of(Outcome.FAIL)).extracting(Finding::id).containsExactly("registry.pull");
      assertThat(String.join("\n", report.of(Outcome.FAIL).get(0).fix()))
          .contains("\"aws:PrincipalArn\": \"arn:aws:iam::222222222222:role/demo-execution\"");
    }
  }

  @Test
  void skipsWhatItMayNotReadAndNamesTheAction() {
    try (var aws = RehearsedAws.in(folder).immutableTags().start()) {
      Refusals.deny(
          aws.rehearsal, "DescribeServices", "GetRole", "DescribeAlarms", "GetLifecyclePolicy");
      var report = preflight(aws);

      assertThat(report.passed()).isTrue();
      assertThat(report.of(Outcome.SKIPPED))
          .extracting(Finding::words)
          .contains(
              "needs ecs:DescribeServices", "needs iam:GetRole", "needs ecr:GetLifecyclePolicy");
    }
  }

  @Test
  void findsCompositeAlarmsToo() {
    try (var aws = RehearsedAws.in(folder).immutableTags().start()) {
      CompositeAlarm.inPlaceOfAll(
          aws.rehearsal, aws.environment.account(), aws.environment.region());
      assertThat(preflight(aws).passed()).isTrue();
    }
  }

  @Test
  void saysInWhichAccountACommandIsToBeTyped() {
    try (var aws =
        RehearsedAws.in(folder)
            .setUp(SetUpFault.LOG_GROUP_MISSING, SetUpFault.TAGS_MUTABLE)
            .immutableTags()
            .repositoryNotOurs()
            .start()) {
      var report = preflight(aws);

      assertThat(fix(report, "task.log-group"))
          .startsWith("with credentials of account 222222222222:\naws logs create-log-group ");
      assertThat(fix(report, "registry.tags"))
          .startsWith("with credentials of account 111111111111:\naws ecr put-image-tag-");
    }
  }

  @Test
  void reportsTagsThatMayNotBeSetFromACallerThatIsNotTrusted() {
    assertThat(evidence(SetUpFault.SESSION_TAGS_REFUSED))
        .contains("So the role's trust policy does not let it set session tags.");
    assertThat(evidence(SetUpFault.ROLE_TRUSTS_OTHER_ROLE))
        .contains("its trust policy refuses the caller or the external id.");
  }

  @Test
  void doesNotAdviseAnAllowAgainstAnExplicitDeny() {
    try (var aws =
        RehearsedAws.in(folder.resolve("deny")).setUp(SetUpFault.BUILDER_MAY_NOT_ASSUME).start()) {
      assertThat(fix(preflight(aws), "role.assume"))
          .startsWith("Remove the explicit Deny from the policies of arn:aws:iam::111111111111:")
          .doesNotContain("\"Allow\"");
    }
  }

  private String evidence(SetUpFault fault) {
    try (var aws = RehearsedAws.in(folder.resolve(fault.id())).setUp(fault).start()) {
      var report = preflight(aws);
      assertThat(report.of(Outcome.SKIPPED))
          .filteredOn(f -> f.id().equals("role.session"))
          .extracting(Finding::words)
          .containsExactly("the role could not be assumed (role.assume)");
      return String.join("\n", finding(report, "role.assume").evidence());
    }
  }

  private static String fix(PreflightReport report, String id) {
    return String.join("\n", finding(report, id).fix());
  }

  private static Finding finding(PreflightReport report, String id) {
    return report.findings().stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void writesAndPushesNothing() {
    try (var aws = RehearsedAws.in(folder).start()) {
      preflight(aws);
      assertThat(aws.calls)
          .extracting(RecordedCall::operation)
          .noneMatch(name -> name.matches("(Put|Register|Create|Update|Start|Set|Upload).*"));
    }
  }

  public static PreflightReport preflight(RehearsedAws aws) {
    return preflight(aws, intent(aws.environment, aws));
  }

  public static PreflightReport preflight(RehearsedAws aws, Intent intent) {
    long start = System.nanoTime();
    try (var facts =
        new PreflightFacts(
            aws.access(),
            aws.registry.region(),
            intent.environment(),
            "demo-42",
            Clock.systemUTC())) {
      List<Finding> findings = new Preflight(intent, facts, Clock.systemUTC()).run();
      return new PreflightReport(
          "demo",
          "test",
          intent.environment().account().value(),
          intent.environment().region().id(),
          Instant.now(),
          Duration.ofNanos(System.nanoTime() - start),
          facts.count(),
          findings);
    }
  }

  public static Intent intent(Environment environment, RehearsedAws aws) {
    var definition = GeneratedTaskDefinition.of(environment);
    return new Intent(
        aws.registry,
        environment,
        definition,
        AppSpec.of(environment.appSpec(), definition),
        Optional.empty(),
        Optional.of(environment.task().healthCheckPath()),
        ReleaseChecks.none());
  }

  public static void deploy(RehearsedAws aws, String version) throws Exception {
    try (var session = aws.enter()) {
      var engine = new CodeDeployEngine(session, aws.environment, Optional.empty());
      String arn =
          new EcsTaskDefinitions(session).register(aws.taskDefinition(aws.push(version))).arn();
      String id = engine.start(Revisions.of(aws.environment, arn), "demo by a test");
      Deadline.await(() -> engine.state(id), state -> state.status() == DeploymentStatus.SUCCEEDED);
    }
  }
}
