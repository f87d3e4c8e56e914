package io.github.xacct.chaos;

import static io.github.xacct.deploy.RollbackTarget.LAST_GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.servicedeployment.EngineOfService;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.chaos.Scenario.Engine;
import io.github.xacct.deploy.GoodVersions;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.Until;
import io.github.xacct.event.Event;
import io.github.xacct.event.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What somebody on call meets, by the real adapters in AWS's time: whether the outcome is true, and
 * what the report says. Kinds of failure that one engine has, or that are beside its endings.
 */
class SituationsTest {
  private static final String DOCS =
      "https://github.com/xacct/xacct-maven-plugin/blob/main/docs/troubleshooting.md";
  private static final String CODE_DEPLOY_PAGE =
      "\n     look at https://eu-central-1.console.aws.amazon.com/codesuite/codedeploy/deployments/"
          + "d-000000001?region=eu-central-1";
  private static final String ECS_PAGE =
      "\n     look at https://eu-central-1.console.aws.amazon.com/ecs/v2/clusters/apps/services/web/"
          + "deployments/X00000000000000000001?region=eu-central-1";
  private static final String BACK =
      "Rolled back by d-000000002: " + Aws.BLUE + " serves production.\n";
  private static final String BACK_BY_ECS = "Rolled back: " + Aws.BLUE + " serves production.\n";

  private static final String OTHER_IMAGE =
      "111111111111.dkr.ecr.test/shop@sha256:" + "9a".repeat(32);

  private ChaosRun run;

  @Test
  void aTaskWhoseReasonEcsDoesNotGive() {
    var ours =
        crashing(
            task -> {
              task.remove("stoppedReason");
              task.remove("stopCode");
              task.putArray("containers");
            });

    assertThat(words(ours))
        .isEqualTo(
            "Deployment d-000000001 was aborted: 3 tasks of the replacement task set have died.\n"
                + "3 tasks died: no reason given\n"
                + BACK
                + "Try: "
                + CODE_DEPLOY_PAGE.strip());
  }

  /** ECS stops the app with SIGTERM after that: it is not the app that ended by itself. */
  @Test
  void anEssentialSidecarThatEndsWithoutAnError() {
    var ours =
        crashing(
            task -> {
              task.putArray("containers");
              ended(task, "web", 143);
              ended(task, "proxy", 0);
            });

    assertThat(words(ours))
        .isEqualTo(
            "Deployment d-000000001 was aborted: 3 tasks of the replacement task set have died.\n"
                + "3 tasks died: Essential container in task exited (web exit code 143, proxy exit code"
                + " 0)\n"
                + "Last lines of task TASK, container proxy:\n"
                + "  | Container proxy writes to no log group.\n"
                + BACK
                + "Try: a container that is essential ended without an error: one that serves must keep"
                + " running; one that is to end must not be essential (\"essential\": false in the"
                + " template)."
                + CODE_DEPLOY_PAGE);
  }

  @Test
  void oneOfManyContainersDiesAndTheOthersAreStopped() {
    var ours =
        crashing(
            task -> {
              task.putArray("containers");
              ended(task, "proxy", 137);
              ended(task, "agent", 143);
              ended(task, "web", 3);
            });

    assertThat(words(ours))
        .contains("\nLast lines of task TASK, container web:\n  | last words\n")
        .contains("\nTry: the app ended by itself: see its last log lines above.");
  }

  @Test
  void anAnswerThatWasLoggedWhole() {
    run = run(Engine.CODE_DEPLOY, d -> d.truth = Truth.CRASH_LOOPS);
    run.edited(
        "GetLogEvents",
        answer -> ((ObjectNode) answer.at("/events/0")).put("message", "x".repeat(300_000)));

    assertThat(words(run.once()))
        .contains("\n  | " + "x".repeat(2000) + " ... (300000 characters)\n");
  }

  @Test
  void aHostThatAwsTakesAway() {
    var ours =
        crashing(
            task -> {
              task.put("stopCode", "TerminationNotice");
              task.put(
                  "stoppedReason",
                  "ECS is performing maintenance on the underlying\r\ninfrastructure hosting the task.");
              task.putArray("containers");
              ended(task, "web", 143);
            });

    assertThat(words(ours))
        .contains(
            "\n3 tasks died: ECS is performing maintenance on the underlying infrastructure hosting"
                + " the task. (web exit code 143)\n")
        .contains("\nTry: AWS replaced the host of the task for maintenance: run the same command");
  }

  /** Before a task dies of it. */
  @Test
  void aHealthCheckThatFailsForLong() {
    run = run(Engine.CODE_DEPLOY, d -> d.truth = Truth.NEVER_HEALTHY);

    assertThat(words(run.once()))
        .isEqualTo(
            "Deployment d-000000001 was aborted: target 10.0.0.1:8080 fails its health check for"
                + " 33 s: codes: [404].\n"
                + "The load balancer said: codes: [404]\n"
                + BACK
                + "Try: the app must answer the target group's health check path on the container"
                + " port;\n"
                + "     compare <task><containerPort> and <healthCheck><path> with both. "
                + DOCS
                + "#never-healthy"
                + CODE_DEPLOY_PAGE);
  }

  /** Nobody was to approve anything. */
  @Test
  void tasksThatNeitherStartNorDie() {
    run = run(Engine.CODE_DEPLOY, d -> d.truth = Truth.CRASH_LOOPS);
    run.edited("ListTasks", answer -> answer.putArray("taskArns"));

    assertThat(words(run.once()))
        .isEqualTo(
            "Deployment d-000000001 failed at Install.\n"
                + "CodeDeploy said: TIMEOUT - not steady within 60 minutes\n"
                + BACK
                + "Try: the replacement task set did not become steady within CodeDeploy's 60"
                + " minutes:\n"
                + "     look at the tasks' stopped reasons and at the target group's health check."
                + CODE_DEPLOY_PAGE);
  }

  /** By a scheduled action, or somebody who saves money. */
  @ParameterizedTest
  @EnumSource
  void aServiceThatIsScaledToNothingMeanwhile(Engine engine) {
    run = run(engine, d -> {});
    run.edited("ListTasks", answer -> answer.putArray("taskArns"));
    run.edited(
        "BatchGetDeploymentTargets",
        answer ->
            answer
                .at("/deploymentTargets/0/ecsTarget/taskSetsInfo")
                .forEach(set -> ((ObjectNode) set).put("desiredCount", 0)));
    run.edited(
        "DescribeServiceDeployments",
        answer ->
            ((ObjectNode) answer.at("/serviceDeployments/0/targetServiceRevision"))
                .put("requestedTaskCount", 0));
    String id = engine == Engine.ECS ? "X00000000000000000001" : "d-000000001";

    assertThat(words(run.once()))
        .isEqualTo(
            "No task of deployment "
                + id
                + " is running, though it has all production traffic.\n"
                + "Its desired count is 0 now: the service was scaled in meanwhile.\n"
                + "Try: see who or what scaled it in (a scheduled action, a person), and scale\n"
                + "     it out again;\n"
                + "     see the state of the service: mvn xacct:status -Denv=test\n"
                + "     or go back to the last good version: mvn xacct:rollback -Denv=test");
  }

  @Test
  void aListenerThatIsGoneBeforeTheDeployment() {
    run = run(Engine.CODE_DEPLOY, d -> {});
    run.edited("DescribeListeners", answer -> refuse("ListenerNotFound"));

    assertThat(run.once().words())
        .isEqualTo(
            """
            2 reasons why this deployment cannot work; nothing was changed.
            1. The production listener of deployment group shop/shop does not exist.
            The group names arn:listener/prod.
            Try: create a listener that forwards to the target group whose tasks serve, and
                 name it in the deployment group; if a stack created it, repair that stack.
            2. The test listener of deployment group shop/shop does not exist.
            The group names arn:listener/test.
            Try: create a listener that forwards to the target group whose tasks serve, and
                 name it in the deployment group; if a stack created it, repair that stack.""");
    assertThat(run.aws.deployments).isEmpty();
  }

  @Test
  void aRuleThatIsGoneBeforeTheDeployment() {
    run = run(Engine.ECS, d -> {});
    run.edited("DescribeRules", answer -> refuse("RuleNotFound"));

    assertThat(run.once().words())
        .isEqualTo(
            "The production rule of service web does not exist.\n"
                + "The service names "
                + EcsApi.RULE
                + " as its productionListenerRule.\n"
                + "Try: create a rule that forwards to the target group whose tasks serve, and name"
                + " it\n"
                + "     in the service's load balancers; if a stack created it, repair that stack.");
    assertThat(run.aws.deployments).isEmpty();
  }

  @Test
  void aRuleThatIsDeletedWhileADeploymentWaits() {
    run =
        run(
            Engine.ECS,
            d -> {
              d.readyWait = 60;
              d.steps = 2;
              d.interval = 5;
            });
    run.edited(
        "DescribeRules",
        answer -> {
          if (after(20)) {
            refuse("RuleNotFound");
          }
        });

    assertThat(words(run.once()))
        .isEqualTo(
            "Deployment X00000000000000000001 was aborted: the production rule "
                + EcsApi.RULE
                + " does not exist any more.\n"
                + BACK_BY_ECS
                + "Try: "
                + ECS_PAGE.strip());
  }

  /** It would start what it cannot follow. */
  @Test
  void aRoleThatMayNotReadRevisions() {
    run =
        run(
            Engine.ECS,
            d ->
                d.outage =
                    Optional.of(
                        new Disturbance(
                            "DescribeServiceRevisions",
                            Disturbance.Kind.DENIED,
                            false,
                            Disturbance.FOR_GOOD)));

    assertThat(words(run.once()))
        .isEqualTo(
            "Cannot deploy arn:aws:ecs:eu-central-1:222222222222:task-definition/shop:2 to service"
                + " web.\n"
                + "AWS said: AccessDeniedException - User: demo is not authorized to perform:"
                + " x:DescribeServiceRevisions\n"
                + "No deployment was created.\n"
                + "Try: allow that action in the policy of the user or role that AWS names above.");
    assertThat(run.aws.deployments).isEmpty();
  }

  @Test
  void anAnswerWithoutAStatus() {
    run =
        run(
            Engine.ECS,
            d -> {
              d.steps = 2;
              d.interval = 5;
            });
    run.edited(
        "DescribeServiceDeployments",
        answer -> {
          if (!after(100)) {
            ((ObjectNode) answer.at("/serviceDeployments/0")).remove("status");
          }
        });
    var ours = run.once();

    assertThat(ours.conclusion().orElseThrow().verdict()).isEqualTo(Verdict.SUCCEEDED);
    assertThat(ours.events)
        .filteredOn(Event.Warning.class::isInstance)
        .first()
        .asString()
        .contains(": ECS DescribeServiceDeployments: an answer without status");
  }

  @Test
  void anEndInTheBakeTimeForWhichEcsGivesNoReason() {
    assertThat(words(endedInTheBakeTime(answer -> answer.remove("statusReason"))))
        .isEqualTo(
            "Deployment X00000000000000000001 failed at BAKE_TIME.\n"
                + "ECS gave no reason.\n"
                + BACK_BY_ECS
                + "Try: "
                + ECS_PAGE.strip());
  }

  @Test
  void theCircuitBreakerOfEcs() {
    assertThat(
            words(
                endedInTheBakeTime(
                    answer ->
                        answer.put(
                            "statusReason",
                            "Service deployment rolled back because the circuit breaker threshold was"
                                + " exceeded."))))
        .isEqualTo(
            "Deployment X00000000000000000001 failed at BAKE_TIME.\n"
                + "ECS said: Service deployment rolled back because the circuit breaker threshold was"
                + " exceeded.\n"
                + BACK_BY_ECS
                + "Try: tasks of the new version failed to start, or did not become healthy, as often"
                + " as the service's deployment circuit breaker allows: see the reasons of its stopped"
                + " tasks and the\n"
                + "     target group's health check."
                + ECS_PAGE);
  }

  /** The version before has most of the traffic, and is the one to go back to. */
  @Test
  void productionThatSomebodysStopHasLeftSplit() {
    run =
        run(
            Engine.CODE_DEPLOY,
            d -> {
              d.steps = 2;
              d.interval = 5;
              d.autoRollback = false;
              d.night = Night.stopped(new Night.ForeignStop(7, 1, false));
            });
    String before = run.aws.register(Api.parse(OurProcess.taskDefinition(OTHER_IMAGE)));
    for (String version : List.of(Aws.BLUE, before)) {
      run.aws.create("", version, Truth.SUCCEEDS, Rules.SOMEBODY);
      run.aws.advance(run.aws.now.plusSeconds(3600));
    }

    assertThat(words(run.once()))
        .contains(
            "\n     end the split: mvn xacct:status -Denv=test shows it,\n"
                + "     mvn xacct:rollback -Denv=test goes back to the last good version, mvn"
                + " xacct:blue-green-deploy -Denv=test on to this one\n");
    assertThat(run.status())
        .contains(
            "\n  problem:   Production traffic is split and no deployment is in flight: blue-tg 90 %,"
                + " g-tg 10 %. The next successful deployment ends the split.");
    var good =
        run.ask((session, ports) -> goodVersions(ports).find(LAST_GOOD, ports.look(), "test"));
    assertThat(good.taskDefinition()).isEqualTo(before);
  }

  private static GoodVersions goodVersions(Ports ports) {
    var history = ((EngineOfService) ports.engine()).history(HistoryPatience.WHOLE);
    return new GoodVersions(ports.taskDefinitions(), history, "web");
  }

  /** A rollback would bring the version before the one that serves. */
  @Test
  void aStopBeforeAnyTrafficHasMoved() {
    run =
        run(
            Engine.CODE_DEPLOY,
            d -> {
              d.autoRollback = false;
              d.night = Night.stopped(new Night.ForeignStop(1, 1, false));
            });

    assertThat(words(run.once()))
        .isEqualTo(
            "Deployment d-000000001 was stopped at Install.\n"
                + "CodeDeploy said: MANUAL_STOP - stopped\n"
                + "No rollback has been started so far.\n"
                + "Production traffic: blue 100 % (1 of 1 tasks running), green 0 % (0 of 1 tasks"
                + " running).\n"
                + "Try: it was stopped by a user; run the same command to deploy again.\n"
                + "     see who serves: mvn xacct:status -Denv=test shows it."
                + CODE_DEPLOY_PAGE);
  }

  @Test
  void anErrorOfCodeDeployWithoutItsMessage() {
    run = run(Engine.CODE_DEPLOY, d -> d.truth = Truth.HOOK_FAILS);
    run.edited(
        "GetDeployment",
        answer -> {
          if (answer.at("/deploymentInfo").has("errorInformation")) {
            ((ObjectNode) answer.at("/deploymentInfo/errorInformation")).remove("message");
          }
        });

    assertThat(words(run.once()))
        .isEqualTo(
            "Deployment d-000000001 failed at BeforeInstall.\n"
                + "CodeDeploy said: HOOK_EXECUTION_FAILURE\n"
                + "BeforeInstall said: a lifecycle hook failed\n"
                + "No rollback has been started so far.\n"
                + "Production traffic: blue 100 % (1 of 1 tasks running).\n"
                + "Try: see the log of the hook's function: aws logs tail /aws/lambda/FUNCTION"
                + " --region eu-central-1"
                + CODE_DEPLOY_PAGE);
  }

  /** It is in the way of ours, and there is nothing to stop. */
  @Test
  void anotherDeploymentThatIsBeingRolledBack() {
    run = run(Engine.ECS, d -> {});
    run.aws.create("", Aws.BLUE, Truth.SUCCEEDS, Rules.SOMEBODY);
    run.aws.advance(run.aws.now.plusSeconds(9));
    run.edited(
        "DescribeServiceDeployments",
        answer ->
            ((ObjectNode) answer.at("/serviceDeployments/0"))
                .put("status", "ROLLBACK_IN_PROGRESS"));

    assertThat(words(run.once()))
        .startsWith(
            "Deployment X00000000000000000001 is in flight for this service, and another one would"
                + " replace it.\n"
                + "It is rolling back since 2026-11-23T14:00:00Z, started by somebody.\n");
  }

  /** Nobody can look any more, and production is split: what was seen last is all there is. */
  @ParameterizedTest
  @EnumSource
  void credentialsThatEndInTheMiddleOfACanary(Engine engine) {
    run =
        run(
            engine,
            d -> {
              d.steps = 2;
              d.interval = 60;
              d.baseLasts = 5;
            });
    boolean ecs = engine == Engine.ECS;
    String id = ecs ? "X00000000000000000001" : "d-000000001";

    assertThat(words(run.once()))
        .startsWith(
            "Deployment %1$s goes on without us: Cannot read deployment %1$s.\n".formatted(id)
                + "AWS said: STS AssumeRole: ExpiredToken - The security token included in the"
                + " request is expired\n"
                + "It ends by itself by 2026-11-2"
                + (ecs ? "4T15" : "3T21")
                + ":01:00Z at the latest.\n"
                + "When it was last seen, it had 10 % of production traffic on the new version.\n"
                + "Try: log in again: the credentials have expired.\n");
  }

  @Test
  void credentialsThatEndWhileAPersonIsWaitedFor() {
    run =
        run(
            Engine.CODE_DEPLOY,
            d -> {
              d.readyWait = 60;
              d.approved = 50;
              d.baseLasts = 5;
            });

    assertThat(words(run.once()))
        .contains(
            "\nWhen it was last seen, it was ready.\n"
                + "It waits until 2026-11-23T15:00:14Z for approval; smoke tests, verify command and"
                + " approval are left to the run that follows it.\n"
                + "Without approval, CodeDeploy stops it then, and production traffic stays on the"
                + " previous version.\n"
                + "Try: ");
  }

  /** What is left to whoever follows it later, in the engine's own terms. */
  @Test
  void aDeploymentByEcsThatIsOnlyCreated() {
    run =
        run(
            Engine.ECS,
            d -> {
              d.readyWait = 60;
              d.until = Until.CREATED;
            });

    assertThat(run.once().events)
        .contains(
            new Event.Note(
                "The service pauses deployments at POST_TEST_TRAFFIC_SHIFT (60 min, then rolls"
                    + " back); smoke tests, verify command and approval are left to the run that"
                    + " follows it. Follow it: mvn xacct:wait -Denv=test"));
  }

  /** How the deployments stand is worth showing without the service. */
  @ParameterizedTest
  @EnumSource
  void theStateOfAServiceThatMayNotBeLookedAt(Engine engine) {
    run =
        run(
            engine,
            d ->
                d.outage =
                    Optional.of(
                        new Disturbance(
                            "DescribeServices",
                            Disturbance.Kind.DENIED,
                            false,
                            Disturbance.FOR_GOOD)));
    run.aws.create("", Aws.BLUE, Truth.SUCCEEDS, Rules.SOMEBODY);
    run.aws.advance(run.aws.now.plusSeconds(3));
    String id = engine == Engine.ECS ? "X00000000000000000001" : "d-000000001";

    assertThat(run.status())
        .isEqualTo(
            """
            test: service apps/web in account 222222222222, eu-central-1
              running:   not known
              in flight: %s in progress, 0.0 s ago
              traffic:   blue 1 of 1 running, 100 %% of traffic; green 0 of 1 running, 0 %% of traffic
              problem:   Cannot read service web. AWS said: AccessDeniedException - User: demo is \
            not authorized to perform: x:DescribeServices"""
                .formatted(id));
  }

  private OurProcess endedInTheBakeTime(Consumer<ObjectNode> change) {
    run = run(Engine.ECS, d -> d.termination = 30);
    run.edited(
        "DescribeServiceDeployments",
        answer -> {
          var deployment = run.aws.deployments.get(0);
          if (deployment.targetSucceeded && !deployment.ended()) {
            run.aws.end(deployment, "Failed", "ALARM", "an alarm is active", true);
          } else if (deployment.ended()) {
            change.accept((ObjectNode) answer.at("/serviceDeployments/0"));
          }
        });
    return run.once();
  }

  /** Its new tasks keep dying, as is told of each. */
  private OurProcess crashing(Consumer<ObjectNode> told) {
    run = run(Engine.CODE_DEPLOY, d -> d.truth = Truth.CRASH_LOOPS);
    run.edited(
        "DescribeTasks",
        answer ->
            answer
                .at("/tasks")
                .forEach(
                    task -> {
                      if (task.path("lastStatus").asText().equals("STOPPED")) {
                        told.accept((ObjectNode) task);
                      }
                    }));
    return run.once();
  }

  private static void ended(ObjectNode task, String name, int exitCode) {
    task.withArray("containers").addObject().put("name", name).put("exitCode", exitCode);
  }

  private static void refuse(String code) {
    throw new Api.Refusal(code, "One or more were not found");
  }

  /** Whether the deployment was created so long ago. */
  private boolean after(int seconds) {
    return run.aws.deployments.stream()
        .anyMatch(
            d ->
                Duration.between(d.created, run.aws.now).compareTo(Duration.ofSeconds(seconds))
                    > 0);
  }

  private static ChaosRun run(Engine engine, Consumer<ScenarioDraft> change) {
    return new ChaosRun(Scenario.calm(1).by(engine).but(change), Optional.empty());
  }

  /** What the run failed with, without names that differ from run to run. */
  private static String words(OurProcess ours) {
    return ours.words()
        .replaceAll(" \\(request [^)]*\\)", "")
        .replaceAll("of task [0-9a-f]{32}", "of task TASK");
  }
}
