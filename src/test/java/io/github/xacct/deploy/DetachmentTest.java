package io.github.xacct.deploy;

import static io.github.xacct.deploy.ScriptedEngine.failed;
import static io.github.xacct.deploy.ScriptedEngine.shifted;
import static io.github.xacct.deploy.ScriptedEngine.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.AppSpec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All ways in which a run ends before its deployment. */
class DetachmentTest {
  private static final ImageReference IMAGE =
      ImageReference.parse("registry/app@sha256:" + "a".repeat(64));

  private final FakeTime time = new FakeTime();
  private final ScriptedEngine engine = new ScriptedEngine();
  private final List<Event> events = new ArrayList<>();
  private Reporter reporter = events::add;
  private ReadyGate readyGate = ReadyGate.none();

  @Test
  void aRefusal() {
    engine
        .returns(state("d-1", DeploymentStatus.IN_PROGRESS))
        .does(
            "d-1",
            () -> {
              throw XacctException.yours("Cannot read deployment d-1.")
                  .evidence("AWS said: ExpiredToken - The security token is expired")
                  .suggestion("log in again: the credentials have expired.");
            });

    assertThatThrownBy(this::run)
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            Deployment d-1 goes on without us: Cannot read deployment d-1.
            AWS said: ExpiredToken - The security token is expired
            It ends by itself by 2026-11-23T20:00:00Z at the latest.
            Try: log in again: the credentials have expired.
                 follow it: follow
                 or stop it and go back: stop d-1""");
    assertThat(verdicts()).containsExactly("d-1 detached");
  }

  @Test
  void anExceptionOfAReporter() {
    engine.returns(state("d-1", DeploymentStatus.IN_PROGRESS));
    reporter =
        event -> {
          events.add(event);
          if (event instanceof Event.Expected) {
            throw new IllegalStateException("the screen is gone");
          }
        };

    assertThatThrownBy(this::run)
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            Deployment d-1 goes on without us: Unexpected java.lang.IllegalStateException: \
            the screen is gone
            It is in progress, and ends by itself by 2026-11-23T20:00:00Z at the latest.
            Try: follow it: follow
                 or stop it and go back: stop d-1""")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(verdicts()).containsExactly("d-1 detached");
  }

  @Test
  void aReporterThatBreaksOnEverything() {
    engine.returns(state("d-1", DeploymentStatus.IN_PROGRESS));
    reporter =
        event -> {
          if (event instanceof Event.DeploymentCreated || event instanceof Event.DeploymentEnded) {
            throw new StackOverflowError();
          }
        };

    assertThatThrownBy(this::run)
        .hasMessageStartingWith(
            "Deployment d-1 goes on without us: Unexpected java.lang.StackOverflowError\n");
  }

  @Test
  void anErrorOfACheck() {
    engine.returns(state("d-1", DeploymentStatus.READY));
    readyGate =
        new ReadyGate(
            Optional.of(Route.to(URI.create("http://green"))),
            List.of(
                url -> {
                  throw new NoClassDefFoundError("Verify");
                }),
            false,
            "");

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            Deployment d-1 goes on without us: Unexpected java.lang.NoClassDefFoundError: Verify
            It is ready, and ends by itself by 2026-11-23T20:00:00Z at the latest.
            Try: follow it: follow
                 or stop it and go back: stop d-1""");
    assertThat(verdicts()).containsExactly("d-1 detached");
  }

  @Test
  void noAnswerForAnHour() {
    engine
        .returns(state("d-1", DeploymentStatus.IN_PROGRESS))
        .does(
            "d-1",
            () -> {
              throw new TransientFailure("CodeDeploy GetDeployment: HTTP 500, empty answer", null);
            });

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            Deployment d-1 goes on without us: No answer about deployment d-1 for 60 minutes.
            CodeDeploy GetDeployment: HTTP 500, empty answer
            It ends by itself by 2026-11-23T20:00:00Z at the latest.
            Try: follow it: follow
                 or stop it and go back: stop d-1""");
  }

  @Test
  void whatDoesNotExistAMinuteAfterItsCreation() {
    engine.does(
        "d-1",
        () -> {
          throw TransientFailure.worthAsking(Duration.ofMinutes(1), "DoesNotExist", null);
        });

    assertThatThrownBy(this::run)
        .hasMessageStartingWith(
            "Deployment d-1 goes on without us: No answer about deployment d-1 for 60 seconds.");
  }

  @Test
  void whatDoesNotExistForAMomentIsFollowed() {
    for (int i = 0; i < 4; i++) {
      engine.does(
          "d-1",
          () -> {
            throw TransientFailure.worthAsking(Duration.ofMinutes(1), "DoesNotExist", null);
          });
    }
    engine.returns(shifted("d-1"));

    assertThat(run().verdict()).isEqualTo(Verdict.SUCCEEDED);
  }

  @Test
  void aDeploymentThatHasEndedMeanwhileDoesNotGoOn() {
    engine
        .returns(state("d-1", DeploymentStatus.IN_PROGRESS))
        .does(
            "d-1",
            () -> {
              throw new IllegalArgumentException("nonsense");
            })
        .returns(failed("d-1", "ALARM_ACTIVE - rang", Optional.of("d-2")))
        .returns(state("d-2", DeploymentStatus.SUCCEEDED));

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            Deployment d-1 was not followed to its end, which has come: it is failed.
            Unexpected java.lang.IllegalArgumentException: nonsense""");
    assertThat(verdicts()).containsExactly("d-1 rolled-back");
  }

  @Test
  void aRollbackThatGoesOn() {
    engine
        .returns(failed("d-1", "ALARM_ACTIVE - rang", Optional.of("d-2")))
        .does(
            "d-2",
            () -> {
              throw new IllegalArgumentException("nonsense");
            })
        .returns(state("d-2", DeploymentStatus.IN_PROGRESS));

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            Deployment d-2 goes on without us: Unexpected java.lang.IllegalArgumentException: nonsense
            It is in progress, and ends by itself by 2026-11-23T20:00:00Z at the latest.
            It rolls back deployment d-1, which is failed
            Try: follow it: follow""");
    assertThat(verdicts()).containsExactly("d-1 detached");
  }

  @Test
  void aCreationWhoseAnswerIsLostIsLookedForAndNothingNewIsCreated() {
    engine.starts.addFirst(this::lost);
    engine.listed = () -> seconds() < 7 ? Optional.empty() : Optional.of("d-7");
    engine.returns(shifted("d-7"));

    assertThat(run().deploymentId()).contains("d-7");
    assertThat(engine.asked).containsOnlyOnce("start arn:td:2");
  }

  @Test
  void aCreationThatIsNotListedForTwentySecondsIsMadeAgain() {
    engine.starts.addFirst(this::lost);
    engine.returns(shifted("d-1"));

    assertThat(run().deploymentId()).contains("d-1");
    assertThat(seconds()).isBetween(20L, 40L);
  }

  @Test
  void aCreationThatStaysInDoubtIsLeftByTheSameExit() {
    engine.starts.addFirst(this::lost);
    engine.listed =
        () -> {
          throw new TransientFailure("CodeDeploy ListDeployments: HTTP 503, empty answer", null);
        };

    assertThatThrownBy(this::run)
        .hasMessageMatching(
            """
            It is not known whether a deployment was created: No answer about a new deployment for 5 minutes\\.
            CodeDeploy ListDeployments: HTTP 503, empty answer
            If it was, its description begins with: run [0-9a-f]{12} image sha256:aaaaaaaaaaaa.*
            It ends by itself by 2026-11-23T20:00:00Z at the latest\\.
            Try: run the same command again\\.
                 see whether it is there: see""");
    assertThat(engine.asked).containsOnlyOnce("start arn:td:2");
    assertThat(verdicts()).containsExactly("(unknown) detached");
  }

  @Test
  void whatWasCertainlyNotCreatedIsAFailure() {
    engine.starts.clear();
    engine.starts.add(
        () -> {
          throw new TransientFailure("ThrottlingException - Rate exceeded", null);
        });

    assertThatThrownBy(this::run)
        .hasMessage(
            """
            No answer about a new deployment for 5 minutes.
            ThrottlingException - Rate exceeded
            No deployment was created.
            Try: run the same command again.""");
    assertThat(verdicts()).isEmpty();
  }

  private String lost() {
    throw TransientFailure.perhapsDone("Connection reset", null);
  }

  private long seconds() {
    return Duration.between(new FakeTime().instant(), time.instant()).toSeconds();
  }

  private List<String> verdicts() {
    return events.stream()
        .filter(Event.DeploymentEnded.class::isInstance)
        .map(Event.DeploymentEnded.class::cast)
        .map(ended -> ended.deploymentId() + " " + ended.verdict())
        .toList();
  }

  private Outcome run() {
    var images = new PushedImage(IMAGE);
    var ports =
        new Ports(
            new NewRevisions(),
            engine,
            new ScriptedTaskObserver(),
            Scaling.untouched(),
            event -> reporter.report(event),
            time,
            time);
    return new BlueGreenDeploy(images, ports)
        .run(
            new BlueGreenDeploy.DeployRequest(
                image -> "{\"family\":\"app\"}",
                "app",
                new AppSpec(
                    AppSpecSettings.none(), AppSpec.TASK_DEFINITION_PLACEHOLDER, "app", 8080),
                "app",
                Optional.empty(),
                new DeploymentLabel("app 1", Optional.of("c0ffee"), Optional.empty(), "ann"),
                Until.SHIFTED,
                OnActive.FAIL,
                new CircuitBreaker.Threshold(3, Duration.ofMinutes(3)),
                look -> readyGate,
                false));
  }

  private static final class NewRevisions implements TaskDefinitions {
    @Override
    public Optional<Registered> newest(String family) {
      return Optional.empty();
    }

    @Override
    public Optional<Registered> describe(String arn) {
      return Optional.empty();
    }

    @Override
    public Registered register(String taskDefinition) {
      return new Registered("arn:td:2", taskDefinition);
    }
  }
}
