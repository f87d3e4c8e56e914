package io.github.xacct.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.Deadline;
import io.github.xacct.aws.codedeploy.CodeDeployEngine;
import io.github.xacct.deploy.Attach;
import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Outcome;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.PushedImage;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.ScalingPause;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.Refusals;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** The service's auto scaling, before, during and after whole deployments on the embedded AWS. */
class ServiceScalingTest {
  private static final String RUNNING = "in=false out=false scheduled=false";
  private static final String SUSPENDED = "in=true out=true scheduled=true";
  private static final String RESUMED = "Auto scaling of the service is resumed.";
  private static final String REPAIRED =
      "Auto scaling of the service is resumed: an earlier run had left it suspended.";

  @TempDir Path folder;

  @Test
  void isSuspendedWhileTrafficMovesAndResumedOnceItHas() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().terminationWait(6000).start();
        var session = aws.enter()) {
      var seen = new ArrayList<String>();
      var outcome =
          deploy(
              aws,
              session,
              "1",
              event -> {
                if (event instanceof Event.DeploymentCreated) {
                  seen.add(state(session));
                }
              });

      assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
      assertThat(seen).containsExactly(SUSPENDED);
      assertThat(state(session)).isEqualTo(RUNNING);
      assertThat(target(session).minCapacity()).as("left alone").isEqualTo(1);
      assertThat(target(session).maxCapacity()).as("left alone").isEqualTo(2);
      assertThat(scalingCalls(aws)).contains("TagResource", "UntagResource");
      assertThat(notes(aws)).contains(RESUMED);
    }
  }

  @Test
  void isResumedOnceTheRollbackHasEnded() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().fault(Fault.HOOK_FAILS).start();
        var session = aws.enter()) {
      var seen = new ArrayList<String>();

      assertThatThrownBy(
              () ->
                  deploy(
                      aws,
                      session,
                      "1",
                      event -> {
                        if (event instanceof Event.RollbackStarted) {
                          seen.add(state(session));
                        }
                      }))
          .isInstanceOf(XacctException.class)
          .hasMessageContaining("Rolled back");
      assertThat(seen).containsExactly(SUSPENDED);
      assertThat(state(session)).isEqualTo(RUNNING);
    }
  }

  @Test
  void isResumedWhenNoDeploymentCouldBeStarted() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().start();
        var session = aws.enter()) {
      Refusals.deny(aws.rehearsal, "CreateDeployment");

      assertThatThrownBy(() -> deploy(aws, session, "1", event -> {}))
          .hasMessageStartingWith("Cannot create a deployment");
      assertThat(scalingCalls(aws)).contains("RegisterScalableTarget");
      assertThat(state(session)).isEqualTo(RUNNING);
    }
  }

  @Test
  void aSuspensionByAPersonStaysAsItWas() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().start();
        var session = aws.enter()) {
      suspend(session, false, true);
      var seen = new ArrayList<String>();
      deploy(
          aws,
          session,
          "1",
          event -> {
            if (event instanceof Event.DeploymentCreated) {
              seen.add(state(session));
            }
          });
      assertThat(seen).containsExactly(SUSPENDED);
      assertThat(state(session)).isEqualTo("in=false out=false scheduled=true");

      suspend(session, true, true);
      aws.calls.clear();
      deploy(aws, session, "2", event -> {});
      assertThat(state(session)).as("also after our own deployment").isEqualTo(SUSPENDED);
      assertThat(scalingCalls(aws))
          .doesNotContain("RegisterScalableTarget", "TagResource", "UntagResource");
    }
  }

  @Test
  void aRunThatWasKilledIsMendedByTheNextThoughItHasNothingToDo() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().start();
        var session = aws.enter()) {
      String id = killedOnceCreated(aws, session);
      var engine = engine(aws, session);
      Deadline.await(() -> engine.state(id), s -> s.status() == DeploymentStatus.SUCCEEDED);
      assertThat(state(session)).isEqualTo(SUSPENDED);
    }
    try (var again = RehearsedAws.in(folder).autoScaling().start();
        var session = again.enter()) {
      assertThat(state(session)).as("kept").isEqualTo(SUSPENDED);
      var outcome = deploy(again, session, "1", event -> {});

      assertThat(outcome.verdict()).isEqualTo(Verdict.NOTHING_TO_DO);
      assertThat(notes(again)).contains(REPAIRED);
      assertThat(state(session)).isEqualTo(RUNNING);
    }
  }

  @Test
  void aRunThatFollowsTheDeploymentOfAKilledOneResumesItAtTheShift() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().terminationWait(6000).start();
        var session = aws.enter()) {
      String id = killedOnceCreated(aws, session);
      var outcome = deploy(aws, session, "1", event -> {});

      assertThat(outcome.deploymentId()).contains(id);
      assertThat(notes(aws)).contains(RESUMED).doesNotContain(REPAIRED);
      assertThat(state(session)).isEqualTo(RUNNING);
    }
  }

  @Test
  void ofTwoRunsAtOnceTheLoserLeavesTheWinnersSuspension() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().readyWait(6000).start();
        var session = aws.enter();
        var winner = aws.enter()) {
      var id = new ArrayList<String>();

      assertThatThrownBy(
              () ->
                  deploy(
                      aws,
                      session,
                      "2",
                      OnActive.FAIL,
                      event -> {
                        if (event instanceof Event.DeploymentRequested && id.isEmpty()) {
                          id.add(killedOnceCreated(aws, winner));
                        }
                      }))
          .extracting(
              e ->
                  e.getMessage()
                      .replaceAll("(since|run) [^ ,]+(?=,| image)", "$1 X")
                      .replaceAll("sha256:[0-9a-f]+", "DIGEST")
                      .replaceFirst("It is (Created|InProgress) since", "It is STATUS since"))
          .isEqualTo(
              """
              Deployment ID is in flight in this deployment group, and a group runs one at a time.
              It is STATUS since X, started by user: run X image DIGEST: demo 1 by ann
              It was created while this run prepared its own, which was not created.
              Try: follow it: mvn xacct:wait -Denv=test
                   wait for its end (the termination wait counts too): -Dxacct.onActive=wait,
                   or stop it and go back: aws deploy stop-deployment --deployment-id ID\
               --auto-rollback-enabled --region eu-central-1
                   https://github.com/xacct/xacct-maven-plugin/blob/main/docs/troubleshooting.md#deployment-in-flight"""
                  .replace(" ID", " " + id.get(0)));
      assertThat(state(session)).isEqualTo(SUSPENDED);
      assertThat(notes(aws))
          .anyMatch(
              note ->
                  note.matches(
                      "Auto scaling of the service stays suspended for another run \\([0-9a-f]{12}\\)"
                          + " that deploys "
                          + id.get(0)
                          + "\\."))
          .contains(
              "Two runs deploy at once: deployment "
                  + id.get(0)
                  + " of user was created a moment before ours.")
          .doesNotContain(RESUMED, REPAIRED);
    }
  }

  @Test
  void ofTwoRunsAtOnceThatBringTheSameTheLoserFollows() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().terminationWait(6000).start();
        var session = aws.enter();
        var winner = aws.enter()) {
      var id = new ArrayList<String>();
      var outcome =
          deploy(
              aws,
              session,
              "1",
              OnActive.FAIL,
              event -> {
                if (event instanceof Event.DeploymentRequested && id.isEmpty()) {
                  id.add(killedOnceCreated(aws, winner));
                }
              });

      assertThat(outcome.deploymentId()).contains(id.get(0));
      assertThat(notes(aws)).contains(RESUMED).doesNotContain(REPAIRED);
      assertThat(state(session)).isEqualTo(RUNNING);
    }
  }

  @Test
  void aRunThatIsAboutToDeployKeepsItsSuspensionForTenMinutes() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().start();
        var session = aws.enter()) {
      var pause = new ScalingPause(ports(aws, session, event -> {}));
      var scaling = new ServiceScaling(session, aws.environment);
      scaling.suspend(Scaling.Mark.of("5ca1ab1e0ddb", Instant.now()));
      pause.repair();
      assertThat(state(session)).isEqualTo(SUSPENDED);
      assertThat(notes(aws))
          .containsExactly(
              "Auto scaling of the service stays suspended for another run (5ca1ab1e0ddb) that is"
                  + " about to deploy.");

      scaling.claim(Scaling.Mark.of("5ca1ab1e0dde", Instant.now().minusSeconds(601)));
      pause.repair();
      assertThat(notes(aws)).contains(REPAIRED);
      assertThat(state(session)).isEqualTo(RUNNING);
    }
  }

  @Test
  void aServiceThatDoesNotScaleIsLeftAlone() throws Exception {
    try (var aws = RehearsedAws.in(folder).start();
        var session = aws.enter()) {
      deploy(aws, session, "1", event -> {});

      assertThat(scalingCalls(aws)).containsOnly("DescribeScalableTargets");
      assertThat(notes(aws)).noneMatch(note -> note.contains("uto scaling"));
    }
  }

  @Test
  void isResumedAfterADeploymentWasStopped() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().readyWait(6000).start();
        var session = aws.enter()) {
      killedOnceCreated(aws, session);
      var ports = ports(aws, session, event -> {});
      var look = ports.engine().look();
      assertThat(state(session)).isEqualTo(SUSPENDED);
      // Before the green task set exists, there is nothing to roll back.
      String id = look.active().orElseThrow().id();
      Deadline.await(() -> ports.engine().state(id), s -> s.status() == DeploymentStatus.READY);
      var verdict = new Attach(ports).stop(look.active().orElseThrow(), look, true);

      assertThat(verdict).isEqualTo(Verdict.ROLLED_BACK);
      assertThat(state(session)).isEqualTo(RUNNING);
    }
  }

  @Test
  void aSuspensionThatIsRefusedIsNotNotedForLater() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().start();
        var session = aws.enter()) {
      Refusals.deny(aws.rehearsal, "RegisterScalableTarget");
      var scaling = new ServiceScaling(session, aws.environment);

      assertThatThrownBy(() -> scaling.suspend(Scaling.Mark.of("5ca1ab1e0ddb", Instant.now())))
          .hasMessageStartingWith("Cannot suspend the auto scaling of service demo.");
      assertThat(scaling.resume(mark -> true)).isFalse();
    }
  }

  @Test
  void whatMayNotBeDoneIsWarnedOfAndFailsNothing() throws Exception {
    try (var aws = RehearsedAws.in(folder).autoScaling().start();
        var session = aws.enter()) {
      Refusals.deny(aws.rehearsal, "TagResource");
      var outcome = deploy(aws, session, "1", event -> {});

      assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
      assertThat(scalingCalls(aws)).doesNotContain("RegisterScalableTarget");
      assertThat(aws.events)
          .filteredOn(Event.Warning.class::isInstance)
          .singleElement()
          .asString()
          .contains("Auto scaling of the service goes on during the deployment.")
          .contains("AccessDeniedException");
    }
  }

  /** Like SIGKILL: an error that is not caught. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static String killedOnceCreated(RehearsedAws aws, AwsSession session) {
    var id = new ArrayList<String>();
    assertThatThrownBy(
            () ->
                deploy(
                    aws,
                    session,
                    "1",
                    event -> {
                      if (event instanceof Event.DeploymentCreated created) {
                        id.add(created.deploymentId());
                        throw new Killed();
                      }
                    }))
        .hasRootCauseInstanceOf(Killed.class);
    return id.get(0);
  }

  private static Outcome deploy(
      RehearsedAws aws, AwsSession session, String version, Consumer<Event> witness)
      throws Exception {
    return deploy(aws, session, version, OnActive.WAIT, witness);
  }

  private static Outcome deploy(
      RehearsedAws aws,
      AwsSession session,
      String version,
      OnActive onActive,
      Consumer<Event> witness)
      throws Exception {
    ImageReference image = aws.push(version);
    return new BlueGreenDeploy(new PushedImage(image), ports(aws, session, witness))
        .run(
            new BlueGreenDeploy.DeployRequest(
                aws::taskDefinition,
                "demo",
                AppSpec.of(AppSpecSettings.none(), GeneratedTaskDefinition.of(aws.environment)),
                "web",
                Optional.empty(),
                new DeploymentLabel("demo 1", Optional.empty(), Optional.empty(), "ann"),
                Until.SHIFTED,
                onActive,
                new CircuitBreaker.Threshold(3, Duration.ofMinutes(3)),
                look -> ReadyGate.none(),
                false));
  }

  private static Ports ports(RehearsedAws aws, AwsSession session, Consumer<Event> witness) {
    return new Ports(
        new EcsTaskDefinitions(session),
        engine(aws, session),
        new EcsTaskObserver(session, aws.environment),
        new ServiceScaling(session, aws.environment),
        event -> {
          aws.events.add(event);
          witness.accept(event);
        },
        Clock.systemUTC(),
        duration -> Thread.sleep(20));
  }

  private static CodeDeployEngine engine(RehearsedAws aws, AwsSession session) {
    return new CodeDeployEngine(session, aws.environment, Optional.of(Duration.ofMillis(100)));
  }

  private static void suspend(AwsSession session, boolean dynamic, boolean scheduled) {
    session
        .client(ApplicationAutoScalingClient.builder())
        .registerScalableTarget(
            r ->
                r.serviceNamespace(ServiceNamespace.ECS)
                    .resourceId("service/apps/demo")
                    .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                    .suspendedState(
                        s ->
                            s.dynamicScalingInSuspended(dynamic)
                                .dynamicScalingOutSuspended(dynamic)
                                .scheduledScalingSuspended(scheduled)));
  }

  private static String state(AwsSession session) {
    var state = target(session).suspendedState();
    return "in=%s out=%s scheduled=%s"
        .formatted(
            state.dynamicScalingInSuspended(),
            state.dynamicScalingOutSuspended(),
            state.scheduledScalingSuspended());
  }

  private static ScalableTarget target(AwsSession session) {
    return session
        .client(ApplicationAutoScalingClient.builder())
        .describeScalableTargets(r -> r.serviceNamespace(ServiceNamespace.ECS))
        .scalableTargets()
        .get(0);
  }

  private static List<String> scalingCalls(RehearsedAws aws) {
    return aws.calls.stream()
        .filter(call -> call.service().equals("application-autoscaling"))
        .map(RecordedCall::operation)
        .toList();
  }

  private static List<String> notes(RehearsedAws aws) {
    return aws.events.stream()
        .filter(Event.Note.class::isInstance)
        .map(event -> ((Event.Note) event).text())
        .toList();
  }
}
