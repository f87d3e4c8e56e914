package io.github.xacct.deploy;

import static io.github.xacct.deploy.ScriptedEngine.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.Reported;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Deployments that another run has started or stopped, or that have ended. */
class AttachTest {
  private static final Instant BEFORE = Instant.parse("2026-11-23T13:00:00Z");

  private final FakeTime time = new FakeTime();
  private final ScriptedEngine engine = new ScriptedEngine();
  private final List<Event> events = new ArrayList<>();

  @Test
  void reportsWhoServesWhereTheRollbackOfAStopFails() {
    engine
        .returns(stopped("d-9", Optional.of("d-10"), "MANUAL_STOP - stopped"))
        .returns(
            new DeploymentState(
                "d-10",
                DeploymentStatus.FAILED,
                false,
                Optional.of("ECS_UPDATE_ERROR - cannot go back"),
                Optional.empty(),
                List.of(),
                List.of(
                    new Event.TaskSet(TaskSetLabel.BLUE, TaskSetStatus.PRIMARY, 1, 1, 0, 10),
                    new Event.TaskSet(TaskSetLabel.GREEN, TaskSetStatus.ACTIVE, 1, 1, 0, 90))));

    assertThatThrownBy(this::stop)
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            Deployment d-9 was stopped, but it was not rolled back.
            Its rollback d-10 failed as well: ECS_UPDATE_ERROR - cannot go back.
            Production traffic is split: blue 10 % (1 of 1 tasks running), green 90 % \
            (1 of 1 tasks running).
            Try: end the split: see shows it,
                 mvn xacct:rollback goes back to the last good version, \
            mvn xacct:blue-green-deploy on to this one""");
    assertThat(verdicts()).containsExactly("d-9 failed");
  }

  @Test
  void asksForAStopUntilTheDeploymentHasEnded() {
    for (int i = 0; i < 70; i++) {
      engine.returns(state("d-9", DeploymentStatus.IN_PROGRESS)); // the first stop had no effect
    }
    engine.returns(stopped("d-9", Optional.empty(), "MANUAL_STOP - stopped"));

    assertThat(stop()).isEqualTo(Verdict.STOPPED);
    assertThat(engine.asked.stream().filter("stop d-9 and roll back"::equals)).hasSize(2);
    assertThat(events)
        .contains(
            new Event.Warning(
                "No rollback has been started so far. Which task set serves production could not"
                    + " be read; both may still exist."));
  }

  @Test
  void takesAnEndThatIsKnownFromTheListWhereTheDeploymentCannotBeRead() {
    engine.does(
        "d-9",
        () -> {
          throw new TransientFailure("CodeDeploy GetDeployment: HTTP 503, empty answer", null);
        });

    assertThatThrownBy(
            () -> waitFor(past(DeploymentStatus.FAILED, Optional.of("TIMEOUT - not steady"))))
        .hasMessage(
            """
            Deployment d-9 failed.
            The engine said: TIMEOUT - not steady
            Try: see who serves production: see""");
    assertThat(waitFor(past(DeploymentStatus.SUCCEEDED, Optional.empty())))
        .isEqualTo(Verdict.SUCCEEDED);
    assertThat(verdicts()).containsExactly("d-9 failed", "d-9 succeeded");
  }

  @Test
  void whoeverComesAfterTheShiftDoesNotTakeTheNewVersionForTheOneBefore() {
    var moved =
        new Active(
            "d-9",
            Reported.of(DeploymentStatus.class, "InProgress"),
            BEFORE,
            "user",
            "by hand",
            Optional.of("arn:td:1"));
    var look = engine.look;
    var seen =
        new TargetAccountState(
            look.runningTaskDefinition(),
            Optional.of(moved),
            List.of(),
            List.of(),
            Optional.empty(),
            look.timing());
    engine
        .returns(stopped("d-9", Optional.of("d-10"), "MANUAL_STOP - stopped"))
        .returns(state("d-10", DeploymentStatus.SUCCEEDED));

    assertThatThrownBy(
            () ->
                new Attach(ports())
                    .follow(
                        moved,
                        seen,
                        Until.TERMINATED,
                        new CircuitBreaker.Threshold(3, Duration.ofSeconds(30)),
                        ReadyGate.none()))
        .hasMessage(
            """
            Deployment d-9 was stopped.
            The engine said: MANUAL_STOP - stopped
            Rolled back by d-10: the original task set serves production.""");
  }

  private Verdict stop() {
    var active =
        new Active(
            "d-9",
            Reported.of(DeploymentStatus.class, "InProgress"),
            BEFORE,
            "user",
            "by hand",
            Optional.empty());
    return new Attach(ports()).stop(active, engine.look, true);
  }

  private Verdict waitFor(History.Past past) {
    return new Attach(ports())
        .follow(
            past,
            engine.look,
            Until.SHIFTED,
            new CircuitBreaker.Threshold(3, Duration.ofSeconds(30)),
            ReadyGate.none());
  }

  private Ports ports() {
    return new Ports(
        null, engine, new ScriptedTaskObserver(), Scaling.untouched(), events::add, time, time);
  }

  private static History.Past past(DeploymentStatus status, Optional<String> error) {
    return new History.Past(
        "d-9",
        status,
        BEFORE,
        Optional.of(BEFORE.plusSeconds(60)),
        "by hand",
        false,
        error,
        Optional.empty());
  }

  private static DeploymentState stopped(String id, Optional<String> rollback, String error) {
    return new DeploymentState(
        id, DeploymentStatus.STOPPED, false, Optional.of(error), rollback, List.of(), List.of());
  }

  private List<String> verdicts() {
    return events.stream()
        .filter(Event.DeploymentEnded.class::isInstance)
        .map(Event.DeploymentEnded.class::cast)
        .map(ended -> ended.deploymentId() + " " + ended.verdict())
        .toList();
  }
}
