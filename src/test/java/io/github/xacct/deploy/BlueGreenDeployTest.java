package io.github.xacct.deploy;

import static io.github.xacct.deploy.ScriptedEngine.failed;
import static io.github.xacct.deploy.ScriptedEngine.shifted;
import static io.github.xacct.deploy.ScriptedEngine.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.ServiceSnapshot;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.deploy.port.TaskObserver;
import io.github.xacct.deploy.port.Timing;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Reported;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.PlainReporter;
import io.github.xacct.revision.AppSpec;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlueGreenDeployTest {
  private static final ImageReference IMAGE =
      ImageReference.parse("registry/app@sha256:" + "a".repeat(64));

  private static final DeploymentLabel SIGNATURE =
      new DeploymentLabel(
          "app 1",
          Optional.of("c0ffee"),
          Optional.of(Instant.parse("2026-11-23T12:00:00Z")),
          "ann");

  private final FakeTime time = new FakeTime();
  private final ScriptedEngine engine = new ScriptedEngine();
  private final KnownRevisions registered = new KnownRevisions();
  private final ScriptedTaskObserver observer = new ScriptedTaskObserver();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final List<String> registryChanges = new ArrayList<>();
  private Until until = Until.SHIFTED;
  private CircuitBreaker.Threshold breaker = new CircuitBreaker.Threshold(3, Duration.ofMinutes(3));
  private OnActive onActive = OnActive.FAIL;
  private ReadyGate readyGate = ReadyGate.none();
  private Scaling scaling = Scaling.untouched();
  private boolean force;
  private AppSpec appSpec = appSpec(AppSpecSettings.none());
  private String logLevel = "INFO";

  @Test
  void endsWhenTheTrafficHasShiftedThoughTheDeploymentIsStillInProgress() {
    engine.returns(state("d-1", DeploymentStatus.CREATED)).returns(shifted("d-1"));

    var outcome = run();

    assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(outcome.deploymentId()).contains("d-1");
    assertThat(log)
        .containsExactly(
            "Registered arn:td:2",
            "Deploying " + IMAGE + " in place of arn:td:1",
            "14:00:00  Deployment d-1 created",
            "14:00:00  ETA 14:02:00 (about 2 min 0 s), at most 6 h 0 min",
            "14:00:01  green 1 of 1 running, 100 % of traffic",
            "14:00:01  All production traffic is on green after 1.0 s",
            "14:00:01  Proved: 1 of 1 running tasks run the deployed image",
            "14:00:01  Deployment d-1: succeeded after 1.0 s");
  }

  @Test
  void waitsForTheEndOfBlueIfAskedTo() {
    until = Until.TERMINATED;
    engine
        .returns(shifted("d-1"))
        .returns(shifted("d-1"))
        .returns(state("d-1", DeploymentStatus.SUCCEEDED));

    run();

    assertThat(engine.asked).filteredOn(a -> a.equals("state d-1")).hasSize(3);
  }

  @Test
  void asksNothingMoreOnceCreatedIfThatIsEnough() {
    until = Until.CREATED;

    assertThat(run().verdict()).isEqualTo(Verdict.DETACHED);
    assertThat(engine.asked).containsExactly("look", "start arn:td:2");
  }

  @Test
  void reportsUntilWhenItWaitsThatNobodyFollows() {
    until = Until.CREATED;
    var look = engine.look;
    engine.look = look.withTiming(Timing.of(Duration.ofMinutes(60), Duration.ZERO, Duration.ZERO));

    run();

    assertThat(log)
        .anyMatch(
            line ->
                line.endsWith(
                    "Once ready, it waits 60 min for approval. Without approval, CodeDeploy stops it then, and production traffic stays on the previous version. Follow"
                        + " it: follow"));
  }

  /** No check runs, the deployment is not continued, and the next commands are reported. */
  @ParameterizedTest
  @CsvSource({
    "false, false,  0, ''",
    "true,  true,   0, ''",
    "false, false, 60, .",
    "true,  false, 60, LEFT",
    "false, true,  60, LEFT",
    "true,  true,  60, LEFT"
  })
  void leavesAllGatesToTheNextRunOnceCreated(
      boolean tests, boolean approval, int minutes, String end) {
    until = Until.CREATED;
    engine.look =
        engine.look.withTiming(
            Timing.of(Duration.ofMinutes(minutes), Duration.ZERO, Duration.ZERO));
    List<Function<Route, Optional<String>>> checks =
        tests
            ? List.of(
                route -> {
                  throw new AssertionError("nobody asks");
                })
            : List.of();
    readyGate =
        new ReadyGate(
            Optional.of(Route.to(URI.create("http://green"))), checks, approval, "continue");

    assertThat(run().verdict()).isEqualTo(Verdict.DETACHED);

    assertThat(engine.asked).containsExactly("look", "start arn:td:2");
    String left =
        end.equals("LEFT")
            ? "; smoke tests, verify command and approval are left to the run that follows it."
            : end;
    assertThat(log)
        .filteredOn(line -> line.contains("Once ready"))
        .isEqualTo(
            end.isEmpty()
                ? List.of()
                : List.of(
                    "Once ready, it waits 60 min for approval"
                        + left
                        + " Without approval, CodeDeploy stops it then, and production traffic"
                        + " stays on the previous version. Follow it: follow"));
  }

  @Test
  void deploysNothingWhenTheSameHasTheTraffic() {
    registered.revisions.put("arn:td:1", taskDefinition(IMAGE));

    assertThat(run().verdict()).isEqualTo(Verdict.NOTHING_TO_DO);
    assertThat(engine.asked).containsExactly("look");
    assertThat(registered.registrations).isEmpty();
  }

  @Test
  void deploysTheSameAgainByForceWithoutANewRevision() {
    force = true;
    registered.revisions.put("arn:td:1", taskDefinition(IMAGE));
    engine.returns(shifted("d-1"));

    run();

    assertThat(engine.asked).contains("start arn:td:1");
    assertThat(log).contains("Reusing arn:td:1 (unchanged)");
  }

  @Test
  void deploysTheSameAgainForAnAppSpecThatChangesTheService() {
    registered.revisions.put("arn:td:1", taskDefinition(IMAGE));
    appSpec = appSpec(overrides("subnet-2"));
    engine.look = standing(engine.look, overrides("subnet-1"));
    engine.returns(shifted("d-1"));

    assertThat(run().verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(engine.asked).contains("start arn:td:1");
  }

  @Test
  void deploysNothingWhenTheAppSpecSaysWhatStands() {
    registered.revisions.put("arn:td:1", taskDefinition(IMAGE));
    appSpec = appSpec(overrides("subnet-1"));
    engine.look = standing(engine.look, overrides("subnet-1"));

    assertThat(run().verdict()).isEqualTo(Verdict.NOTHING_TO_DO);
  }

  @Test
  void refusesWithAllReasonsBeforeTheRegistryOrTheAccountIsChanged() {
    engine.look =
        new TargetAccountState(
            Optional.empty(),
            Optional.empty(),
            List.of(XacctException.yours("No service."), XacctException.yours("No group.")),
            List.of(),
            Optional.empty(),
            Timing.immediate());

    assertThatThrownBy(this::run)
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            2 reasons why this deployment cannot work; nothing was changed.
            1. No service.
            2. No group.""");
    assertThat(engine.asked).containsExactly("look");
    assertThat(registryChanges).isEmpty();
  }

  @Test
  void followsTheRollbackToItsEndAndFails() {
    engine
        .returns(state("d-1", DeploymentStatus.IN_PROGRESS))
        .returns(failed("d-1", "HOOK_EXECUTION_FAILURE - the hook failed", Optional.empty()))
        .returns(failed("d-1", "HOOK_EXECUTION_FAILURE - the hook failed", Optional.of("d-2")))
        .returns(state("d-2", DeploymentStatus.IN_PROGRESS))
        .returns(state("d-2", DeploymentStatus.SUCCEEDED));

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            Deployment d-1 failed.
            The engine said: HOOK_EXECUTION_FAILURE - the hook failed
            Rolled back by d-2: arn:td:1 serves production.""");
    assertThat(log).contains("14:00:02  Rolling back by deployment d-2");
    assertThat(log).anyMatch(line -> line.contains("Deployment d-1: rolled-back"));
  }

  @Test
  void saysThatNothingWasRolledBackWhenNoRollbackAppears() {
    engine.returns(failed("d-1", "INTERNAL_ERROR - oops", Optional.empty()));

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            Deployment d-1 failed.
            The engine said: INTERNAL_ERROR - oops
            No rollback has been started so far.
            Which task set serves production could not be read; both may still exist.""");
    assertThat(log).anyMatch(line -> line.contains("Deployment d-1: failed"));
  }

  @Test
  void reportsWhoServesProductionWhenTheRollbackFailsAsWell() {
    engine
        .returns(failed("d-1", "ALARM_ACTIVE - alarm", Optional.of("d-2")))
        .returns(
            new DeploymentState(
                "d-2",
                DeploymentStatus.FAILED,
                false,
                Optional.of("ELASTIC_LOAD_BALANCING_INVALID - the listener is gone"),
                Optional.empty(),
                List.of(),
                List.of(
                    new Event.TaskSet(TaskSetLabel.BLUE, TaskSetStatus.PRIMARY, 2, 2, 0, 90),
                    new Event.TaskSet(TaskSetLabel.GREEN, TaskSetStatus.ACTIVE, 2, 1, 0, 10))));

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            Deployment d-1 failed.
            The engine said: ALARM_ACTIVE - alarm
            Its rollback d-2 failed as well: ELASTIC_LOAD_BALANCING_INVALID - the listener is gone.
            Production traffic is split: blue 90 % (2 of 2 tasks running), green 10 % (1 of 2 tasks running).
            Try: end the split: see shows it,
                 mvn xacct:rollback goes back to the last good version, mvn xacct:blue-green-deploy on to this one""");
    assertThat(log).anyMatch(line -> line.contains("Deployment d-1: failed"));
  }

  @Test
  void reportsThatSomebodysStopHasLeftTheTrafficSplit() {
    engine.returns(
        new DeploymentState(
            "d-1",
            DeploymentStatus.STOPPED,
            false,
            Optional.of("MANUAL_STOP - stopped"),
            Optional.empty(),
            List.of(),
            List.of(
                new Event.TaskSet(TaskSetLabel.BLUE, TaskSetStatus.PRIMARY, 2, 2, 0, 90),
                new Event.TaskSet(TaskSetLabel.GREEN, TaskSetStatus.ACTIVE, 2, 2, 0, 10))));

    assertThatThrownBy(this::run)
        .hasMessageContaining("No rollback has been started so far.")
        .hasMessageContaining(
            "Production traffic is split: blue 90 % (2 of 2 tasks running), green 10 % (2 of 2 tasks"
                + " running).");
  }

  @Test
  void ridesOutTroubleAndTellsItOnlyIfItLasts() {
    for (int i = 0; i < 20; i++) {
      engine.does(
          "d-1",
          () -> {
            throw new TransientFailure("ThrottlingException - Rate exceeded", null);
          });
    }
    engine.returns(shifted("d-1"));

    assertThat(run().verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(log)
        .filteredOn(line -> line.startsWith("WARN"))
        .containsExactly(
            "WARN No answer about deployment d-1 for a while, still asking:"
                + " ThrottlingException - Rate exceeded");
  }

  @Test
  void doesNotTellTroubleThatPasses() {
    engine
        .does(
            "d-1",
            () -> {
              throw new TransientFailure("reset", null);
            })
        .returns(shifted("d-1"));

    run();

    assertThat(log).noneMatch(line -> line.startsWith("WARN"));
  }

  @Test
  void continuesADeploymentThatIsReadyOnce() {
    engine
        .returns(state("d-1", DeploymentStatus.READY))
        .returns(state("d-1", DeploymentStatus.READY))
        .returns(shifted("d-1"));

    run();

    assertThat(engine.asked).filteredOn(a -> a.equals("proceed d-1")).hasSize(1);
  }

  @Test
  void givesUpOnceAllWaitsTogetherAreOver() {
    engine.returns(state("d-1", DeploymentStatus.IN_PROGRESS));

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            Deployment d-1 goes on without us: Deployment d-1 is still in progress after 360 \
            minutes, longer than all its waits together.
            It is in progress, and ends by itself by 2026-11-23T20:00:00Z at the latest.
            Try: follow it: follow
                 or stop it and go back: stop d-1""");
    assertThat(log).anyMatch(line -> line.contains("Deployment d-1: detached"));
    assertThat(log).contains("14:01:00  still waiting for the deployment to start, 1 min 0 s");
    long polls = engine.asked.stream().filter(a -> a.equals("state d-1")).count();
    assertThat(polls).isLessThan(Duration.ofHours(6).toSeconds() / 9);
  }

  @Test
  void givesUpAfterThreeDeathsAndTellsWhatDied() {
    for (int i = 1; i <= 3; i++) {
      observer.deaths.add(
          List.of(
              ScriptedTaskObserver.death(
                  "task" + i, "Essential container in task exited", 1, "Out of coffee")));
    }
    engine.does("d-1", this::stoppedOnceStopped).returns(state("d-2", DeploymentStatus.SUCCEEDED));

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            Deployment d-1 was aborted: 3 tasks of the replacement task set have died.
            3 tasks died: Essential container in task exited (app exit code 1)
            Last lines of task task3:
              | Out of coffee
            Rolled back by d-2: arn:td:1 serves production.
            Try: the app ended by itself: see its last log lines above. \
            https://github.com/xacct/xacct-maven-plugin/blob/main/docs/troubleshooting.md#the-app-ends-by-itself""");
    assertThat(engine.asked).containsOnlyOnce("stop d-1 and roll back");
  }

  @Test
  void doesNotGiveUpWhenTheBreakerIsOff() {
    breaker = new CircuitBreaker.Threshold(0, Duration.ofMinutes(3));
    for (int i = 1; i <= 5; i++) {
      observer.deaths.add(List.of(ScriptedTaskObserver.death("task" + i, "exited", 1)));
    }
    for (int i = 0; i < 30; i++) {
      engine.returns(state("d-1", DeploymentStatus.IN_PROGRESS));
    }
    engine.returns(shifted("d-1"));

    assertThat(run().verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void givesUpAtOnceWhatNoFurtherTryWouldMend() {
    observer.deaths.add(
        List.of(
            ScriptedTaskObserver.death(
                "t1", "CannotPullContainerError: pull access denied: 403 Forbidden", null)));
    engine.does("d-1", this::stoppedOnceStopped).returns(state("d-2", DeploymentStatus.SUCCEEDED));

    assertThatThrownBy(this::run)
        .hasMessageContaining(
            "was aborted: the image cannot be pulled, and a retry would not change that.")
        .hasMessageContaining("ecr:BatchGetImage");
  }

  @Test
  void givesUpATargetThatStaysUnhealthyPastTheGrace() {
    observer.unhealthy =
        List.of(new TaskObserver.Unhealthy("10.0.0.1:8080", "Health checks failed: [404]"));
    engine.does("d-1", this::stoppedOnceStopped).returns(state("d-2", DeploymentStatus.SUCCEEDED));

    assertThatThrownBy(this::run)
        .hasMessageContaining("target 10.0.0.1:8080 fails its health check for")
        .hasMessageContaining("Target 10.0.0.1:8080 is unhealthy: Health checks failed: [404]");
  }

  @Test
  void reportsWhyTargetsFailedThatAreGoneWithTheirTasks() {
    observer.unhealthy = List.of(new TaskObserver.Unhealthy("10.0.0.1:8080", "codes: [404]"));
    String reason = "Task failed ELB health checks in (target-group tg)";
    for (int i = 1; i <= 3; i++) {
      observer.deaths.add(List.of(ScriptedTaskObserver.death("task" + i, reason, 143)));
    }
    engine
        .does(
            "d-1",
            () -> {
              if (engine.asked.contains("stop d-1 and roll back")) {
                observer.unhealthy = List.of();
              }
              return stoppedOnceStopped();
            })
        .returns(state("d-2", DeploymentStatus.SUCCEEDED));

    assertThatThrownBy(this::run).hasMessageContaining("The load balancer said: codes: [404]");
  }

  @Test
  void givesUpWhenEcsFindsNoCapacityInThreeLooks() {
    String event = "(service app) was unable to place a task. Reason: Capacity is unavailable. ";
    observer.trouble.addAll(
        List.of(event + 1, "(service app) is unhealthy", event + 2, event + 3, event + 4));
    engine.does("d-1", this::stoppedOnceStopped).returns(state("d-2", DeploymentStatus.SUCCEEDED));

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            Deployment d-1 was aborted: ECS repeatedly found no capacity for its tasks.
            ECS said: (service app) was unable to place a task. Reason: Capacity is unavailable. 4
            Rolled back by d-2: arn:td:1 serves production.
            Try: try again later, or use subnets in more Availability Zones or another capacity provider; on EC2, more container instances. https://github.com/xacct/xacct-maven-plugin/blob/main/docs/troubleshooting.md#no-capacity""");
    assertThat(engine.asked).containsOnlyOnce("stop d-1 and roll back");
  }

  @Test
  void isPatientWithAPlacementThatFailsTwice() {
    String event = "(service app) was unable to place a task because no container instance met";
    observer.trouble.addAll(List.of(event, event));
    for (int i = 0; i < 30; i++) {
      engine.returns(state("d-1", DeploymentStatus.IN_PROGRESS));
    }
    engine.returns(shifted("d-1"));

    assertThat(run().verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void followsItsOwnDeploymentInsteadOfStartingAnother() {
    engine.look = lookWith(SIGNATURE.describe(IMAGE), Optional.empty());
    engine.returns(shifted("d-9"));

    assertThat(run().deploymentId()).contains("d-9");
    assertThat(engine.asked).noneMatch(a -> a.startsWith("start"));
    assertThat(registered.registrations).isEmpty();
  }

  @Test
  void refusesBesideADeploymentOfSomebodyElseBeforeAnythingIsChanged() {
    engine.look = lookWith("other 2 commit 1234 image sha256:beef by bob run 1", Optional.empty());

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            Deployment d-9 is in flight in this deployment group, and a group runs one at a time.
            It is InProgress since 2026-11-23T13:00:00Z, started by user: other 2 commit 1234 \
            image sha256:beef by bob run 1
            Try: wait for its end (the termination wait counts too): -Dxacct.onActive=wait,
                 or stop it and go back: stop d-9
                 https://github.com/xacct/xacct-maven-plugin/blob/main/docs/troubleshooting.md#deployment-in-flight""");
    assertThat(registryChanges).isEmpty();
  }

  @Test
  void refusesItsOwnCommitWithAnotherTaskDefinition() {
    registered.revisions.put("arn:td:9", "{\"family\":\"other\"}");
    engine.look = lookWith(SIGNATURE.describe(IMAGE), Optional.of("arn:td:9"));

    assertThatThrownBy(this::run).hasMessageContaining("is in flight");
  }

  @Test
  void waitsForTheOtherDeploymentIfAskedTo() {
    onActive = OnActive.WAIT;
    engine.look = lookWith("other", Optional.empty());
    engine
        .returns(shifted("d-9"))
        .returns(state("d-9", DeploymentStatus.SUCCEEDED))
        .returns(shifted("d-1"));

    assertThat(run().deploymentId()).contains("d-1");
    assertThat(engine.asked).containsSubsequence("state d-9", "state d-9", "start arn:td:2");
  }

  @Test
  void attachesToTheSameImageOfAnotherBuildIfAskedTo() {
    onActive = OnActive.ATTACH;
    var other = new DeploymentLabel("app 1", Optional.empty(), Optional.empty(), "bob");
    engine.look = lookWith(other.describe(IMAGE), Optional.empty());
    engine.returns(shifted("d-9"));

    assertThat(run().deploymentId()).contains("d-9");
  }

  @Test
  void supersedesAnOlderCommitOnly() {
    onActive = OnActive.SUPERSEDE;
    engine.look = lookWith(commitOf("2026-11-23T11:00:00Z"), Optional.empty());
    engine
        .returns(
            new DeploymentState(
                "d-9",
                DeploymentStatus.STOPPED,
                false,
                Optional.empty(),
                Optional.of("d-10"),
                List.of(),
                List.of()))
        .returns(state("d-10", DeploymentStatus.SUCCEEDED))
        .returns(shifted("d-1"));

    assertThat(run().deploymentId()).contains("d-1");
    assertThat(engine.asked)
        .containsSubsequence("stop d-9 and roll back", "state d-10", "start arn:td:2");
  }

  @Test
  void doesNotSupersedeAYoungerCommit() {
    onActive = OnActive.SUPERSEDE;
    engine.look = lookWith(commitOf("2026-11-23T13:00:00Z"), Optional.empty());

    assertThatThrownBy(this::run)
        .hasMessageContaining("Not superseded: its commit of 2026-11-23T13:00:00Z is not older");
    assertThat(engine.asked).noneMatch(a -> a.startsWith("stop"));
  }

  @Test
  void rollsBackWhenACheckObjects() {
    readyGate =
        new ReadyGate(
            Optional.of(Route.to(URI.create("http://green"))),
            List.of(url -> Optional.of("smoke test / failed: " + url.url())),
            false,
            "");
    engine
        .does(
            "d-1",
            () ->
                engine.asked.contains("stop d-1 and roll back")
                    ? stoppedOnceStopped()
                    : state("d-1", DeploymentStatus.READY))
        .returns(state("d-2", DeploymentStatus.SUCCEEDED));

    assertThatThrownBy(this::run)
        .hasMessageContaining("was aborted: smoke test / failed: http://green.");
    assertThat(engine.asked).doesNotContain("proceed d-1");
  }

  @Test
  void waitsForAPersonAndDoesNotContinueByItself() {
    readyGate =
        new ReadyGate(
            Optional.of(Route.to(URI.create("http://green"))), List.of(), true, "mvn continue");
    engine
        .returns(state("d-1", DeploymentStatus.READY))
        .returns(state("d-1", DeploymentStatus.READY))
        .returns(shifted("d-1"));

    run();

    assertThat(engine.asked).doesNotContain("proceed d-1");
    assertThat(log)
        .anyMatch(l -> l.contains("http://green"))
        .anyMatch(l -> l.contains("mvn continue"));
  }

  @Test
  void endsWhenReadyIfThatIsEnough() {
    until = Until.READY;
    readyGate =
        new ReadyGate(
            Optional.of(Route.to(URI.create("http://green"))), List.of(), true, "mvn continue");
    engine.returns(state("d-1", DeploymentStatus.READY));

    assertThat(run().verdict()).isEqualTo(Verdict.DETACHED);
  }

  @Test
  void resumesAutoScalingAtTheShiftThoughItWaitsForTheEndOfBlue() {
    until = Until.TERMINATED;
    scaling = scalingThat(() -> true);
    engine
        .returns(state("d-1", DeploymentStatus.IN_PROGRESS))
        .returns(shifted("d-1"))
        .returns(shifted("d-1"));
    engine.returns(state("d-1", DeploymentStatus.SUCCEEDED));

    run();

    assertThat(engine.asked)
        .containsExactly(
            "look",
            "resume", // a killed run may have left a suspension
            "suspend",
            "start arn:td:2",
            "claim",
            "state d-1",
            "state d-1",
            "resume",
            "state d-1",
            "state d-1");
  }

  @Test
  void doesNotWaitForEverToResumeAutoScaling() {
    scaling =
        scalingThat(
            () -> {
              throw new TransientFailure("no way there", new RuntimeException());
            });
    engine.returns(shifted("d-1"));

    assertThat(run().verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(log)
        .contains(
            "WARN Auto scaling of the service may still be suspended; the next run resumes it."
                + " no way there");
  }

  private Scaling scalingThat(BooleanSupplier resumes) {
    return new Scaling() {
      @Override
      public boolean suspend(Mark mark) {
        engine.asked.add("suspend");
        return true;
      }

      @Override
      public void claim(Mark mark) {
        engine.asked.add("claim");
      }

      @Override
      public boolean resume(Predicate<Mark> may) {
        engine.asked.add("resume");
        return resumes.getAsBoolean();
      }
    };
  }

  @Test
  void failsWhenATaskRunsAnotherImage() {
    observer.running =
        List.of(
            new TaskObserver.RunningTask("task/1", Optional.of(IMAGE.digest().value())),
            new TaskObserver.RunningTask("task/2", Optional.of("sha256:" + "b".repeat(64))));
    engine.returns(shifted("d-1"));

    assertThatThrownBy(this::run)
        .hasMessageStartingWith("1 of 2 tasks of deployment d-1 run another image than sha256:aaa")
        .hasMessageContaining("task/2 runs sha256:bbb");
  }

  @Test
  void failsWhenNoTaskRunsAfterTheShift() {
    observer.running = List.of();
    engine.returns(shifted("d-1"));

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            No task of deployment d-1 is running, though it has all production traffic.
            Try: see the state of the service: see
                 or go back: stop d-1""");
    assertThat(log)
        .contains("WARN 14:00:30  Disproved: no task is running")
        .anyMatch(line -> line.contains("Deployment d-1: failed"));
  }

  @Test
  void provesNothingOfTasksWithoutADigest() {
    observer.running = List.of(new TaskObserver.RunningTask("task/1", Optional.empty()));
    engine.returns(shifted("d-1"));

    assertThat(run().verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(log)
        .contains(
            "WARN 14:00:30  Not proved which image the tasks run. ECS returned no digest for 1 of 1"
                + " tasks.");
  }

  @Test
  void succeedsWithAWarningWhereTheTasksMayNotBeLookedAt() {
    observer.refusal = Optional.of(XacctException.yours("AccessDenied"));
    engine.returns(state("d-1", DeploymentStatus.IN_PROGRESS)).returns(shifted("d-1"));

    assertThat(run().verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(log)
        .contains(
            "WARN Not looking after the new version's tasks. AccessDenied",
            "WARN 14:00:01  Not proved which image the tasks run. AccessDenied");
  }

  private static TargetAccountState lookWith(String description, Optional<String> taskDefinition) {
    return new TargetAccountState(
        Optional.of("arn:td:1"),
        Optional.of(
            new Active(
                "d-9",
                Reported.of(DeploymentStatus.class, "InProgress"),
                Instant.parse("2026-11-23T13:00:00Z"),
                "user",
                description,
                taskDefinition)),
        List.of(),
        List.of(),
        Optional.empty(),
        Timing.immediate());
  }

  private static AppSpec appSpec(AppSpecSettings settings) {
    return new AppSpec(settings, AppSpec.TASK_DEFINITION_PLACEHOLDER, "app", 8080);
  }

  private static AppSpecSettings overrides(String subnet) {
    return new AppSpecSettings(
        Map.of(),
        Optional.empty(),
        Optional.of(new AppSpecSettings.Network(List.of(subnet), List.of("sg-1"), false)),
        List.of());
  }

  private static TargetAccountState standing(TargetAccountState look, AppSpecSettings settings) {
    return new TargetAccountState(
        look.runningTaskDefinition(),
        look.active(),
        look.problems(),
        look.warnings(),
        look.testRoute(),
        look.timing(),
        false,
        Optional.of(
            new ServiceSnapshot(
                settings,
                Optional.of("FARGATE"),
                1,
                Optional.of("app"),
                Optional.of(8080),
                Optional.empty(),
                new ServiceSnapshot.Group("AllAtOnce", "all at once", List.of(), true))));
  }

  private static String commitOf(String time) {
    return new DeploymentLabel(
            "app 1", Optional.of("decaf"), Optional.of(Instant.parse(time)), "bob")
        .describe(IMAGE);
  }

  private DeploymentState stoppedOnceStopped() {
    return engine.asked.contains("stop d-1 and roll back")
        ? new DeploymentState(
            "d-1",
            DeploymentStatus.STOPPED,
            false,
            Optional.of("MANUAL_STOP - stopped"),
            Optional.of("d-2"),
            List.of(),
            List.of())
        : state("d-1", DeploymentStatus.IN_PROGRESS);
  }

  private Outcome run() {
    var reporter =
        new PlainReporter(log::add, line -> log.add("WARN " + line), time, ZoneOffset.UTC);
    var images =
        new ImageSource() {
          @Override
          public ImageReference foresee() {
            return IMAGE;
          }

          @Override
          public ImageReference provide(Runnable mayChange) {
            mayChange.run();
            registryChanges.add("push");
            return IMAGE;
          }
        };
    return new BlueGreenDeploy(
            images, new Ports(registered, engine, observer, scaling, reporter, time, time))
        .run(
            new BlueGreenDeploy.DeployRequest(
                this::taskDefinition,
                "app-test",
                appSpec,
                "app",
                Optional.empty(),
                SIGNATURE,
                until,
                onActive,
                breaker,
                look -> readyGate,
                force));
  }

  private String taskDefinition(ImageReference image) {
    return """
        {"family":"app-test","containerDefinitions":[{"name":"app","image":"%s",
        "environment":[{"name":"LOG_LEVEL","value":"%s"}]}]}"""
        .formatted(image, logLevel);
  }

  private static final class KnownRevisions implements TaskDefinitions {
    final Map<String, String> revisions = new HashMap<>(Map.of("arn:td:1", "{}"));
    final List<String> registrations = new ArrayList<>();

    @Override
    public Optional<TaskDefinitions.Registered> newest(String family) {
      return describe("arn:td:1");
    }

    @Override
    public Optional<TaskDefinitions.Registered> describe(String arn) {
      return Optional.ofNullable(revisions.get(arn))
          .map(json -> new TaskDefinitions.Registered(arn, json));
    }

    @Override
    public TaskDefinitions.Registered register(String taskDefinition) {
      registrations.add(taskDefinition);
      return new TaskDefinitions.Registered("arn:td:2", taskDefinition);
    }
  }
}
