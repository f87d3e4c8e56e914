package io.github.xacct.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.servicedeployment.EngineOfService;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.chaos.Scenario.Engine;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.Promotion;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.event.Event;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What holds of a deployment whichever engine makes it: every ending and every fault, by the real
 * adapters and the real SDK in AWS's time. What is reported is the same but for the names that an
 * engine has for things, and all rules of {@link ChaosTest} hold as well.
 */
@ParameterizedClass
@EnumSource
class EngineContractTest {
  private static final String NEW = "arn:aws:ecs:eu-central-1:222222222222:task-definition/shop:2";

  /** Stages of CodeDeploy in ECS's words. */
  private static final Map<String, String> STAGES =
      Map.of(
          "BeforeInstall", "PRE_SCALE_UP",
          "Install", "SCALE_UP",
          "AfterInstall", "POST_SCALE_UP",
          "AllowTestTraffic", "TEST_TRAFFIC_SHIFT",
          "AfterAllowTestTraffic", "POST_TEST_TRAFFIC_SHIFT",
          "AllowTraffic", "PRODUCTION_TRAFFIC_SHIFT",
          "AfterAllowTraffic", "POST_PRODUCTION_TRAFFIC_SHIFT");

  @Parameter Engine engine;
  @TempDir Path folder;
  private ChaosRun run;

  @Test
  void succeeds() throws IOException {
    var ours = succeeded(d -> {});

    assertThat(ours.outcome.orElseThrow().taskDefinition()).contains(NEW);
    assertThat(stages(ours)).containsAll(STAGES.values());
    assertThat(proved(ours)).isEqualTo(Event.ImageProof.Outcome.PROVED);
    assertThat(Files.readString(folder.resolve("deployment.json")))
        .contains("\"verdict\" : \"succeeded\"", id(ours));
    assertThat(Files.readString(folder.resolve("deployment.html"))).contains(id(ours));
  }

  @Test
  void shiftsACanary() {
    assertThat(shares(play(d -> d.inSteps(2)))).containsExactly(0L, 10L, 100L);
  }

  @Test
  void shiftsInEqualSteps() {
    assertThat(shares(play(d -> d.inSteps(4)))).containsExactly(0L, 25L, 50L, 75L, 100L);
  }

  @Test
  void endsOnceTrafficHasShiftedThoughTheOldTasksAreKept() {
    var ours =
        succeeded(
            d -> {
              d.until = Until.SHIFTED;
              d.termination = 60;
            });

    assertThat(run.minutes()).isZero();
  }

  @Test
  void isFollowedByALaterRunWhereTheFirstOnlyCreatesIt() {
    run = run(d -> d.until = Until.CREATED);

    assertThat(run.once().outcome.orElseThrow().verdict()).isEqualTo(Verdict.DETACHED);
    assertThat(run.once().events).anyMatch(Event.DeploymentAttached.class::isInstance);
    assertThat(run.aws.deployments).hasSize(1);
  }

  @Test
  void isNotMadeAgainWhereTheSameRuns() {
    play(d -> {});

    assertThat(run.once().outcome.orElseThrow().verdict()).isEqualTo(Verdict.NOTHING_TO_DO);
  }

  /** Once more, as a rollback to an earlier version is one of a revision that was there before. */
  @Test
  void isKnownFromALaterOneOfTheSameRevision() {
    var first = play(d -> {});
    String description = "run 0123456789ab image of the same revision";
    var runs = List.of(DeploymentLabel.run(planned(first)).orElseThrow(), "0123456789ab");

    run.ask(
        (session, ports) -> {
          var engine = ports.engine();
          engine.look();
          String second = engine.start(new Revision(NEW, OurProcess.appSpec()), description);
          for (String id : List.of(id(first), second)) {
            for (String name : runs) {
              assertThat(engine.isOf(id, name))
                  .isEqualTo(id.equals(second) == name.equals(runs.get(1)));
            }
          }
          assertThat(engine.ofRun(runs.get(1))).contains(second);
          return assertThat(history(ports).last(2))
              .extracting(History.Past::description)
              .containsExactly(description, planned(first));
        });
  }

  /** What somebody else starts later is none of a run whose own start was refused. */
  @Test
  void isOfNoRunWhoseStartWasRefused() {
    run = run(d -> d.disturbed(start(), Disturbance.Kind.DENIED, false, Disturbance.FOR_GOOD));
    var refused = run.once();
    assertThat(refused.words()).contains("No deployment was created.");
    run.aws.create("", NEW, Truth.SUCCEEDS, Rules.SOMEBODY);
    run.aws.advance(run.aws.now.plusSeconds(9));

    String name = DeploymentLabel.run(planned(refused)).orElseThrow();
    run.ask(
        (session, ports) -> {
          var active = ports.look().active().orElseThrow();
          assertThat(active.description()).isEmpty();
          assertThat(ports.engine().isOf(active.id(), name)).isFalse();
          return assertThat(ports.engine().ofRun(name)).isEmpty();
        });
  }

  private static String planned(OurProcess ours) {
    return ours.events.stream()
        .filter(Event.Planned.class::isInstance)
        .map(event -> ((Event.Planned) event).description())
        .findFirst()
        .orElseThrow();
  }

  private static History history(Ports ports) {
    return ((EngineOfService) ports.engine()).history(HistoryPatience.WHOLE);
  }

  @Test
  void canBePromotedWithItsCommit() {
    play(d -> {});

    var promoted =
        run.ask(
            (session, ports) ->
                new Promotion(ports, history(ports), OurProcess.observer(session))
                    .of(OurProcess.ENVIRONMENT, true));

    assertThat(promoted.image()).isEqualTo(OurProcess.IMAGE);
    assertThat(promoted.commit()).contains("0123456789ab");
  }

  @Test
  void holdsAutoScalingStillUntilTrafficHasMoved() {
    var held = new HeldScaling();
    run = run(d -> d.termination = 60).with(held).meanwhile(held::note);

    assertThat(run.play()).isEmpty();
    assertThat(held.story)
        .containsExactly("suspended", "created", "shifted", "resumed", "succeeded");
  }

  @Test
  void holdsAutoScalingStillUntilTrafficHasComeBack() {
    var held = new HeldScaling();
    run = run(at(2, Truth.HOOK_FAILS)).with(held).meanwhile(held::note);

    assertThat(run.play()).isEmpty();
    assertThat(held.story)
        .containsExactly("suspended", "created", "rolling back", "resumed", "rolled-back");
  }

  /** One scalable target, and what became of it. */
  private static final class HeldScaling implements Scaling {
    final List<String> story = new ArrayList<>();
    private Optional<Mark> held = Optional.empty();

    @Override
    public boolean suspend(Mark mark) {
      held = held.or(() -> Optional.of(mark));
      return story.add("suspended");
    }

    @Override
    public void claim(Mark mark) {
      held = Optional.of(mark);
    }

    @Override
    public boolean resume(Predicate<Mark> may) {
      boolean resumed = held.filter(may).isPresent();
      if (resumed) {
        held = Optional.empty();
        story.add("resumed");
      }
      return resumed;
    }

    void note(Event event) {
      if (event instanceof Event.DeploymentCreated) {
        story.add("created");
      } else if (event instanceof Event.TrafficShifted) {
        story.add("shifted");
      } else if (event instanceof Event.RollbackStarted) {
        story.add("rolling back");
      } else if (event instanceof Event.DeploymentEnded ended) {
        story.add(ended.verdict().toString());
      }
    }
  }

  @Test
  void isRolledBackWhereASmokeTestFails() {
    var ours =
        rolledBack(
            d -> {
              d.readyWait = 60;
              d.objects = true;
            });

    assertThat(told(ours))
        .isEqualTo(
            """
            Deployment ID was aborted: smoke test home failed: answered 500.
            Rolled back: shop:1 serves production.""");
    assertThat(ours.wire.continues).isEmpty();
  }

  @Test
  void waitsForAPerson() {
    var ours = succeeded(d -> d.approvedAfter(5));

    assertThat(ours.events).filteredOn(Event.ApprovalAwaited.class::isInstance).hasSize(1);
    assertThat(ours.wire.continues).isEmpty();
  }

  @Test
  void isRolledBackWhereThePersonStopsIt() {
    var ours = rolledBack(d -> d.approvedAfter(50).stopped(5, 30, true));

    assertThat(told(ours)).endsWith("Rolled back: shop:1 serves production.");
  }

  @Test
  void isRolledBackWhereNobodyAnswers() {
    rolledBack(d -> d.approvedAfter(100));
  }

  @Test
  void isAbortedWhereTheNewTasksKeepDying() {
    var ours = rolledBack(d -> d.truth = Truth.CRASH_LOOPS);

    assertThat(told(ours))
        .isEqualTo(
            """
            Deployment ID was aborted: 3 tasks of the replacement task set have died.
            3 tasks died: Essential container in task exited (web exit code 1)
            Last lines of task TASK:
              | last words
            Rolled back: shop:1 serves production.""");
  }

  @Test
  void isAbortedWhereTheNewTasksStayUnhealthy() {
    var ours = rolledBack(d -> d.truth = Truth.NEVER_HEALTHY);

    assertThat(told(ours))
        .startsWith(
            "Deployment ID was aborted: target 10.0.0.1:8080 fails its health check for 33 s:"
                + " codes: [404].");
  }

  @Test
  void isRolledBackWhereAHookFails() {
    var ours = rolledBack(at(2, Truth.HOOK_FAILS));

    assertThat(told(ours))
        .isEqualTo(
            """
            Deployment ID failed at POST_TEST_TRAFFIC_SHIFT.
            It was said: a lifecycle hook failed
            Rolled back: shop:1 serves production.""");
  }

  @Test
  void isRolledBackWhereAnAlarmRings() {
    var ours = rolledBack(at(4, Truth.ALARM));

    assertThat(told(ours)).contains("an alarm is active").endsWith("serves production.");
  }

  @Test
  void isRolledBackWhereSomebodyStopsItInMidShift() {
    var ours = rolledBack(d -> d.inSteps(2).stopped(7, 1, true));

    assertThat(told(ours))
        .contains(" at PRODUCTION_TRAFFIC_SHIFT.\nIt was said: stopped\n")
        .endsWith("Rolled back: shop:1 serves production.");
  }

  /** ECS knows no stop without one. */
  @Test
  void leavesTheTrafficSplitWhereSomebodyStopsItWithoutARollback() {
    var ours = play(d -> d.inSteps(2).stopped(7, 1, false));

    assertThat(told(ours))
        .endsWith(
            byEcs()
                ? "Rolled back: shop:1 serves production."
                : """
                No rollback has been started so far.
                Production traffic is split: blue 90 % (1 of 1 tasks running), green 10 % (1 of 1 \
                tasks running).""");
  }

  @Test
  void reportsWhoServesWhereTheRollbackFails() {
    var ours = play(at(4, Truth.ROLLBACK_FAILS));

    assertThat(verdict(ours)).isEqualTo(Verdict.FAILED);
    assertThat(told(ours))
        .startsWith("Deployment ID failed at POST_PRODUCTION_TRAFFIC_SHIFT.\n")
        .contains("Its rollback failed as well: ")
        .contains("green 100 % (1 of 1 tasks running)");
  }

  /** CodeDeploy refuses the other one instead. */
  @Test
  void isReportedAsReplacedWhereAnotherOneTakesItsPlace() {
    var ours = play(d -> d.night = Night.meddled(Optional.empty(), Optional.of(12)));

    if (byEcs()) {
      assertThat(verdict(ours)).isEqualTo(Verdict.STOPPED);
      assertThat(ours.words())
          .contains(
              "Try: service deployment X00000000000000000002 of the same service was started after"
                  + " it at 2026-11-23T14:00:12Z: ECS replaces a deployment by a later one; follow"
                  + " that: mvn xacct:wait -Denv=test");
      assertThat(ours.wire.stops).isEmpty();
    } else {
      assertThat(verdict(ours)).isEqualTo(Verdict.SUCCEEDED);
    }
  }

  @Test
  void isNotStartedBesideAnotherOne() {
    var ours = play(d -> d.foreign = true);

    assertThat(ours.words())
        .startsWith("Deployment " + run.aws.deployments.get(0).id + " is in flight ")
        .contains(" since 2026-11-23T14:00:00Z, started by ")
        .contains(": shop 1.3 by bob\n");
    assertThat(verdict(run.processes.get(1))).as("later").isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void isNotStartedBesideOneThatBeganWhileItWasPrepared() {
    run =
        run(d -> {})
            .meanwhile(
                event -> {
                  if (event instanceof Event.DeploymentRequested) {
                    somebodyDeploys();
                  }
                });
    var ours = run.once();

    assertThat(ours.events)
        .filteredOn(Event.Note.class::isInstance)
        .anyMatch(note -> note.toString().contains("Two runs deploy at once: deployment "));
    assertThat(ours.words())
        .contains("It was created while this run prepared its own, which was not created.");
    assertThat(run.aws.deployments).singleElement().matches(d -> !d.stopAsked);
  }

  private void somebodyDeploys() {
    String image = "111111111111.dkr.ecr.test/shop@sha256:" + "9a".repeat(32);
    String arn = run.aws.register(Api.parse(OurProcess.taskDefinition(image)));
    run.aws.create("by somebody", arn, Truth.SUCCEEDS, Rules.SOMEBODY);
    run.aws.advance(run.aws.now.plusSeconds(9));
  }

  @Test
  void waitsForTheEndOfAnotherOne() {
    var ours = succeeded(d -> d.besideAnother(OnActive.WAIT));

    assertThat(run.foreign.orElseThrow().status).isEqualTo("Succeeded");
    assertThat(ours.events)
        .filteredOn(Event.Note.class::isInstance)
        .first()
        .asString()
        .matches(".*Waiting for the end of deployment \\S+ of \\S+ before ours is created\\..*");
  }

  @Test
  void stopsAnOlderOneThatItIsToSupersede() {
    var ours = succeeded(d -> d.besideAnother(OnActive.SUPERSEDE));

    assertThat(run.foreign.orElseThrow().badly()).isTrue();
  }

  @Test
  void reportsThatTheServiceWasDeletedMeanwhile() {
    var ours = play(d -> d.night = Night.deleted(20));

    assertThat(ours.words())
        .containsAnyOf(
            "Service web of cluster apps does not exist any more.\n",
            "Service web of cluster apps is INACTIVE: it was deleted.\n")
        .contains("Try: it was deleted: mvn xacct:bootstrap creates its own resources again");
  }

  @Test
  void isStartedOnceThoughTheAnswerIsLost() {
    for (var kind : List.of(Disturbance.Kind.RESET, Disturbance.Kind.TIMEOUT)) {
      var ours = play(d -> d.disturbed(start(), kind, false, Duration.ofSeconds(1)));

      assertThat(verdict(ours)).isEqualTo(Verdict.SUCCEEDED);
      assertThat(run.aws.deployments).hasSize(1);
    }
  }

  private String start() {
    return byEcs() ? "UpdateService" : "CreateDeployment";
  }

  @Test
  void goesOnWithoutUsOnceOurCredentialsHaveExpired() {
    var ours =
        play(
            d -> {
              d.baseLasts = 1;
              d.termination = 60;
            });

    assertThat(verdict(ours)).isEqualTo(Verdict.DETACHED);
    assertThat(ours.words())
        .startsWith(
            "Deployment %1$s goes on without us: Cannot read deployment %1$s.\n".formatted(id(ours))
                + "AWS said: STS AssumeRole: ExpiredToken - ")
        .contains("Try: log in again: the credentials have expired.\n");
    assertThat(run.aws.deployments).as("whoever comes later follows it").hasSize(1);
  }

  @Test
  void failsWhereAnotherImageRuns() {
    var ours =
        play(
            "DescribeTasks",
            answer ->
                answer
                    .at("/tasks")
                    .forEach(
                        task ->
                            ((ObjectNode) task.at("/containers/0"))
                                .put("imageDigest", "sha256:" + "77".repeat(32))));

    assertThat(verdict(ours)).isEqualTo(Verdict.FAILED);
    assertThat(ours.words())
        .startsWith("1 of 1 tasks of deployment " + id(ours) + " run another image than sha256:ab");
  }

  @Test
  void failsWhereNoTaskRunsAfterTheShift() {
    var ours = play("ListTasks", answer -> answer.putArray("taskArns"));

    assertThat(verdict(ours)).isEqualTo(Verdict.FAILED);
    assertThat(ours.words())
        .startsWith(
            "No task of deployment "
                + id(ours)
                + " is running, though it has all production traffic.\n");
  }

  @Test
  void provesNothingWhereNoDigestIsToldOrTheTasksMayNotBeSeen() {
    var undigested =
        play(
            "DescribeTasks",
            answer ->
                answer
                    .at("/tasks")
                    .forEach(
                        task -> ((ObjectNode) task.at("/containers/0")).remove("imageDigest")));
    assertThat(verdict(undigested)).isEqualTo(Verdict.SUCCEEDED);
    assertThat(proved(undigested)).isEqualTo(Event.ImageProof.Outcome.NOT_PROVED);

    var unseen =
        play(d -> d.disturbed("ListTasks", Disturbance.Kind.DENIED, true, Disturbance.FOR_GOOD));
    assertThat(verdict(unseen)).isEqualTo(Verdict.SUCCEEDED);
    assertThat(unseen.events)
        .filteredOn(Event.Warning.class::isInstance)
        .anyMatch(warning -> warning.toString().contains("Not looking after the new version's"));
  }

  /** As a stack's update does. CodeDeploy compares the rule itself. */
  @Test
  void takesNoStepOnceSomebodyElseHasRewrittenTheRule() {
    var ours =
        play(
            d -> {
              d.inSteps(2);
              d.readyWait = 60;
              d.night = Night.meddled(Optional.of(10), Optional.empty());
            });

    if (byEcs()) {
      assertThat(verdict(ours)).isEqualTo(Verdict.ROLLED_BACK);
      assertThat(told(ours))
          .isEqualTo(
              "Deployment ID was aborted: somebody else has changed the production rule "
                  + EcsApi.RULE
                  + ": it sends 90 % of the requests to the new revision, ECS assumes 10 %.\n"
                  + "Rolled back: shop:1 serves production.");
      assertThat(shares(ours)).doesNotContain(100L);
    } else {
      assertThat(verdict(ours)).isEqualTo(Verdict.SUCCEEDED);
    }
  }

  /** It is somebody else who has continued the one before. */
  @Test
  void continuesNoPauseThatBeganWhileTheChecksWereRunning() {
    var ours =
        succeeded(
            d -> {
              d.inSteps(2);
              d.readyWait = 60;
              d.seed = impatient();
            });
  }

  /** A seed with which that person is faster than our checks, but not twice. */
  private static long impatient() {
    return LongStream.range(1, 1000)
        .filter(seed -> new Dice(seed).of("impatience").percent(40))
        .filter(
            seed -> {
              int after = new Dice(seed).of("impatience").of("after").between(1, 20);
              int checks = new Dice(seed).of("check1").below(60);
              return checks > after + 4 && checks < 2 * after - 1;
            })
        .findFirst()
        .orElseThrow();
  }

  /** Of two reads the one that says that it has ended comes first. */
  @Test
  void reportsEachStageThoughItEndsBetweenTwoReads() {
    run = run(d -> {});
    run.edited(
        byEcs() ? "DescribeServiceDeployments" : "BatchGetDeploymentTargets",
        answer -> run.aws.advance(run.aws.now.plusSeconds(600)));
    var ours = run.once();

    assertThat(verdict(ours)).isEqualTo(Verdict.SUCCEEDED);
    assertThat(stages(ours)).containsAll(STAGES.values());
  }

  /** Checks of a pause that is over would run for nothing, and a Continue would be refused. */
  @Test
  void asksNobodyOnceItHasEndedWhileTheRuleCouldNotBeRead() {
    var ours =
        rolledBack(
            d ->
                d.approvedAfter(50)
                    .stopped(5, 60, true)
                    .disturbed(
                        "DescribeRules", Disturbance.Kind.HTTP_500, true, Duration.ofMinutes(10)));

    assertThat(ours.asked).as("CodeDeploy compares the rule").isEqualTo(byEcs() ? 0 : 1);
    assertThat(ours.events)
        .filteredOn(Event.ApprovalAwaited.class::isInstance)
        .hasSize(byEcs() ? 0 : 1);
  }

  private boolean byEcs() {
    return engine == Engine.ECS;
  }

  /** Plays it until it has ended, by all rules; the first process. */
  private OurProcess play(Consumer<ScenarioDraft> change) {
    run = run(change);
    assertThat(run.play()).isEmpty();
    return run.processes.get(0);
  }

  private OurProcess succeeded(Consumer<ScenarioDraft> change) {
    return with(Verdict.SUCCEEDED, play(change));
  }

  private OurProcess rolledBack(Consumer<ScenarioDraft> change) {
    return with(Verdict.ROLLED_BACK, play(change));
  }

  private static OurProcess with(Verdict verdict, OurProcess ours) {
    assertThat(verdict(ours)).isEqualTo(verdict);
    return ours;
  }

  /** What becomes of a deployment at one of the hooks. */
  private static Consumer<ScenarioDraft> at(int hook, Truth truth) {
    return d -> {
      d.truth = truth;
      d.hook = hook;
    };
  }

  /** The same where one operation answers otherwise, so that no rule knows what is true. */
  private OurProcess play(String operation, Consumer<ObjectNode> change) {
    run = run(d -> {}).edited(operation, change);
    assertThat(run.play()).allMatch(broken -> broken.startsWith("verdict equals truth: "));
    return run.processes.get(0);
  }

  private ChaosRun run(Consumer<ScenarioDraft> change) {
    return new ChaosRun(Scenario.calm(1).by(engine).but(change), Optional.of(folder));
  }

  private static Verdict verdict(OurProcess ours) {
    return ours.conclusion().orElseThrow().verdict();
  }

  private static String id(OurProcess ours) {
    return ours.conclusion().orElseThrow().deploymentId();
  }

  /** What the run failed with but for the advice, without the names that only one engine has. */
  private String told(OurProcess ours) {
    String text = ours.words().replaceAll("(?s)\nTry: .*", "");
    for (var stage : STAGES.entrySet()) {
      text = text.replaceAll("\\b" + stage.getKey() + "\\b", stage.getValue());
    }
    return text.replaceAll("(Rolled back|Its rollback)( by)? d-\\d{9}", "$1")
        .replace(id(ours), "ID")
        .replaceAll("(CodeDeploy|ECS) said: ([A-Z_]+ - )?", "It was said: ")
        .replaceAll("Service deployment rolled back because (.*)\\.", "$1")
        .replaceAll("arn:aws:ecs:[^ ]*/(shop:\\d)", "$1")
        .replaceAll("of task [0-9a-f]{32}", "of task TASK");
  }

  private static List<Long> shares(OurProcess ours) {
    return ours.events.stream()
        .filter(Event.TaskSetsChanged.class::isInstance)
        .flatMap(event -> ((Event.TaskSetsChanged) event).taskSets().stream())
        .filter(set -> set.label().is(TaskSetLabel.GREEN))
        .map(set -> Math.round(set.trafficWeight()))
        .distinct()
        .toList();
  }

  private static Stream<String> stages(OurProcess ours) {
    return ours.events.stream()
        .filter(Event.LifecycleEventChanged.class::isInstance)
        .map(event -> ((Event.LifecycleEventChanged) event).name())
        .map(name -> STAGES.getOrDefault(name, name));
  }

  private static Event.ImageProof.Outcome proved(OurProcess ours) {
    return ours.events.stream()
        .filter(Event.ImageProof.class::isInstance)
        .map(event -> ((Event.ImageProof) event).outcome())
        .findFirst()
        .orElseThrow();
  }
}
