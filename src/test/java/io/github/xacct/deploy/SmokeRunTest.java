package io.github.xacct.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.RehearsedAws;
import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TaskDefinitionTags;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.deploy.port.TaskObserver;
import io.github.xacct.deploy.port.Timing;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.SmokeTestReport;
import io.github.xacct.event.SmokeTestReport.Result;
import io.github.xacct.model.Reported;
import io.github.xacct.model.XacctException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tested revision is tagged with the result, or none is. */
class SmokeRunTest {
  private static final Route URL = Route.to(URI.create("http://app.example.com"));

  private final FakeTime time = new FakeTime();
  private final ScriptedEngine engine = new ScriptedEngine();
  private boolean asked = true;
  private final List<String> marks = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private String noted = "";
  private Optional<String> overwritten = Optional.empty();
  private Optional<XacctException> refusal = Optional.empty();

  @Test
  void notesThatTheTestsPassed() {
    var report = run(() -> {}, Optional.empty());

    assertThat(report.passed()).isTrue();
    assertThat(report.taskDefinition()).isEqualTo("arn:td:1");
    assertThat(marks).containsExactly("arn:td:1 xacct:smoke-tests passed " + time.instant());
  }

  @Test
  void notesThatTheTestsFailed() {
    var began = time.instant();
    var report = run(() -> {}, Optional.of("answered 500 instead of 200"));

    assertThat(report.passed()).isFalse();
    assertThat(marks).containsExactly("arn:td:1 xacct:smoke-tests failed " + began);
  }

  @Test
  void notesNothingOfTestsThatCouldNotBeAsked() {
    asked = false;
    var report = run(() -> {}, Optional.of("got no answer"));

    assertThat(report.outcome()).isEqualTo("not-asked");
    assertThat(marks).isEmpty();
  }

  @Test
  void leavesTheFailureOfTestsThatRanAtTheSameTime() {
    String since = "failed " + time.instant().plusSeconds(2);
    assertThat(run(() -> noted = since, Optional.empty()).passed()).isTrue();
    assertThat(marks).isEmpty();
    assertThat(told)
        .containsExactly(
            "Other smoke tests of the same version failed while these ran; that they failed stays"
                + " noted.");

    String before = "failed " + time.instant().minusSeconds(60);
    run(() -> noted = before, Optional.empty());
    assertThat(marks).containsExactly("arn:td:1 xacct:smoke-tests passed " + time.instant());
  }

  /** The other run read the tag before this failure was stored, and writes its result later. */
  @Test
  void theFailureStaysNotedThoughAnotherRunWritesAMomentLater() {
    var began = time.instant();
    overwritten = Optional.of("passed " + began);

    run(() -> {}, Optional.of("answered 500 instead of 200"));

    assertThat(marks)
        .containsExactly(
            "arn:td:1 xacct:smoke-tests failed " + began,
            "arn:td:1 xacct:smoke-tests failed " + began.plusSeconds(1));
  }

  @Test
  void notesNothingOfAVersionThatWasReplacedMeanwhile() {
    assertThatThrownBy(() -> run(() -> engine.look = look("arn:td:2", false), Optional.empty()))
        .hasMessageStartingWith("Another version was deployed to test while the smoke tests ran");
    assertThat(marks).isEmpty();
  }

  @Test
  void asksNothingWhileTrafficMoves() {
    engine.look = look("arn:td:1", true);
    engine.returns(ScriptedEngine.state("d-2", DeploymentStatus.IN_PROGRESS));

    assertThatThrownBy(() -> run(() -> marks.add("asked"), Optional.empty()))
        .hasMessageContaining("requests may reach the old version or the new one");
    assertThat(marks).isEmpty();
  }

  @Test
  void testsWhatHasAllTrafficThoughTheOldTasksAreStillThere() {
    engine.look = look("arn:td:1", true);
    engine.returns(ScriptedEngine.shifted("d-2"));

    assertThat(run(() -> {}, Optional.empty()).passed()).isTrue();
  }

  @Test
  void reportsThatItCouldNotAskForADeploymentInFlightAndNotesNothing() {
    engine.look = lookThatCouldNotSeeDeployments();

    assertThat(run(() -> {}, Optional.empty()).passed()).isTrue();
    assertThat(run(() -> {}, Optional.of("answered 500")).failed()).isTrue();
    assertThat(marks).isEmpty();
    assertThat(told)
        .hasSize(2)
        .containsOnly(
            "Whether a deployment moves traffic while the smoke tests run is not known, so their"
                + " result is not noted beside arn:td:1: an environment that requires them needs"
                + " another run. Could not check deployments in flight. AccessDeniedException - no");
  }

  @Test
  void notesNothingWhereDeploymentsCouldNotBeSeenAfterTheTests() {
    run(() -> engine.look = lookThatCouldNotSeeDeployments(), Optional.empty());

    assertThat(marks).isEmpty();
    assertThat(told).hasSize(1);
  }

  @Test
  void aTagThatCannotBeWrittenChangesNoVerdict() {
    refusal =
        Optional.of(
            XacctException.yours("Cannot tag task definition arn:td:1.")
                .evidence("AWS said: ECS TagResource: HTTP 503, empty answer"));
    noted = "passed " + time.instant().minusSeconds(60);

    assertThat(run(() -> {}, Optional.of("answered 500")).failed()).isTrue();
    assertThat(told)
        .containsExactly(
            "That the smoke tests failed is not noted beside arn:td:1, which is still marked as"
                + " passed: AWS said: ECS TagResource: HTTP 503, empty answer. An environment that"
                + " requires them needs another run.");
  }

  @Test
  void reportsWhatTheTestsFoundThoughItCannotBeSaidOfWhichVersion() {
    assertThatThrownBy(
            () ->
                run(
                    () -> {
                      engine.look = look("arn:td:1", true);
                      engine.returns(ScriptedEngine.state("d-2", DeploymentStatus.IN_PROGRESS));
                    },
                    Optional.of("answered 500 instead of 200")))
        .hasMessage(
            """
            The smoke tests did not pass, but on which version is not certain: Deployment d-2 is in flight in test: requests may reach the old version or the new one.
            health: answered 500 instead of 200
            Try: follow it first: mvn xacct:wait -Denv=test""");
    assertThat(marks).isEmpty();
  }

  private SmokeTestReport run(Runnable meanwhile, Optional<String> wrong) {
    var ports =
        new Ports(
            new AnyRevision(),
            engine,
            TaskObserver.blind(),
            Scaling.untouched(),
            event -> told.add(((Event.Warning) event).text()),
            time,
            time);
    TaskDefinitionTags kept =
        (arn, key, value) -> {
          refusal.ifPresent(
              e -> {
                throw e;
              });
          marks.add(arn + " " + key + " " + value);
        };
    return new SmokeRun(ports, kept)
        .run(
            RehearsedAws.in(Path.of("none")).environment(),
            URL,
            url -> {
              meanwhile.run();
              return List.of(new Result("health", wrong, Duration.ofMillis(12), asked));
            });
  }

  private static TargetAccountState lookThatCouldNotSeeDeployments() {
    return new TargetAccountState(
        Optional.of("arn:td:1"),
        Optional.empty(),
        List.of(),
        List.of("Could not check deployments in flight. AccessDeniedException - no"),
        Optional.empty(),
        Timing.immediate());
  }

  private TargetAccountState look(String taskDefinition, boolean active) {
    return new TargetAccountState(
        Optional.of(taskDefinition),
        active
            ? Optional.of(
                new Active(
                    "d-2",
                    Reported.of(DeploymentStatus.class, "InProgress"),
                    time.instant(),
                    "user",
                    "",
                    Optional.empty()))
            : Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Timing.immediate());
  }

  private final class AnyRevision implements TaskDefinitions {
    @Override
    public Optional<Registered> newest(String family) {
      return Optional.empty();
    }

    @Override
    public Optional<Registered> describe(String arn) {
      noted = overwritten.filter(by -> !marks.isEmpty()).orElse(noted);
      return Optional.of(
          new Registered(
              arn,
              """
              {"containerDefinitions":[],"tags":[{"key":"xacct:smoke-tests","value":"%s"}]}"""
                  .formatted(noted)));
    }

    @Override
    public Registered register(String taskDefinition) {
      throw new AssertionError("nothing is registered");
    }
  }
}
