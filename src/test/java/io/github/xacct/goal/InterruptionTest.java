package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.deploy.ReadyWait;
import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.Reported;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The report after Ctrl-C describes the actual state, at each stage of a deployment. */
class InterruptionTest {
  private static final Instant THEN = Instant.parse("2026-11-23T14:00:00Z");
  private static final String WAIT =
      "Once ready, it waits 60 min for approval; smoke tests, verify command and approval are left to the run that follows it.\n"
          + "Without approval, CodeDeploy stops it then, and production traffic stays on the previous version.\n";
  private static final String NEXT =
      "Try: follow it: follow\n     or stop it and go back: stop d-1";

  private static final List<String> PAUSES =
      List.of(
          "at POST_TEST_TRAFFIC_SHIFT (60 min, then rolls back)",
          "at PRE_PRODUCTION_TRAFFIC_SHIFT (60 min, then rolls back)");
  private static final String PAUSED =
      "The service pauses deployments at POST_TEST_TRAFFIC_SHIFT (60 min, then rolls back), at"
          + " PRE_PRODUCTION_TRAFFIC_SHIFT (60 min, then rolls back); smoke tests, verify command and"
          + " approval are left to the run that follows it.\n";

  private ReadyWait wait = new ReadyWait(Duration.ofMinutes(60), true);
  private final List<Event> told = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private boolean stops = true;

  @Test
  void beforeAnythingIsAskedFor() {
    assertThat(interrupted(false)).isEmpty();
  }

  @Test
  void whileItMayBeCreated() {
    assertThat(interrupted(false, new Event.DeploymentRequested("demo")))
        .isEqualTo(
            "Interrupted while a deployment was being created; it may have been.\n"
                + "Try: see whether it is there: status");
  }

  @Test
  void created() {
    assertThat(interrupted(false, begun()))
        .isEqualTo(
            left(
                "It is created, and ends by itself by 2026-11-23T20:00:00Z at the latest.\n"
                    + WAIT));
  }

  @Test
  void installing() {
    assertThat(interrupted(false, begun(), event("BeforeInstall", true), event("Install", false)))
        .isEqualTo(
            left(
                "It is in progress, starting the new tasks, and ends by itself by 2026-11-23T20:00:00Z at the latest.\n"
                    + WAIT));
  }

  @Test
  void ready() {
    for (Event last :
        List.of(
            event("AfterAllowTestTraffic", true),
            new Event.ApprovalAwaited("http://green", "mvn xacct:continue"),
            new Event.SmokeTestEnded("home", true, "", Duration.ZERO))) {
      assertThat(interrupted(false, begun(), event("Install", true), last))
          .isEqualTo(
              left(
                  "It is ready, and ends by itself by 2026-11-23T20:00:00Z at the latest.\n"
                      + WAIT.replace(
                          "Once ready, it waits 60 min", "It waits until 2026-11-23T15:00:00Z")));
    }
  }

  /** Between the call that continues the deployment and its effect. */
  @Test
  void continued() {
    assertThat(
            interrupted(
                false,
                begun(),
                event("AfterAllowTestTraffic", true),
                new Event.ShiftRequested("d-1")))
        .isEqualTo(
            left(
                "It is ready, and ends by itself by 2026-11-23T20:00:00Z at the latest.\n"
                    + "It was continued: production traffic shifts.\n"
                    + "If that has not arrived, it goes on as if nothing had been requested.\n"));
  }

  /** Another run's deployment is in flight, and this run waits for its end. */
  @Test
  void whileAnotherDeploymentIsWaitedFor() {
    assertThat(
            interrupted(
                true,
                new Event.DeploymentRequested("demo"),
                new Event.DeploymentNotCreated(),
                event("Install", false)))
        .isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void whileTheGoalStopStopsIt() {
    for (boolean rollback : List.of(true, false)) {
      assertThat(interrupted(!rollback, new Event.StopRequested("d-1", "user", rollback)))
          .isEqualTo(
              left(
                  "It ends by itself by 2026-11-23T20:00:00Z at the latest.\n"
                      + "It is being stopped"
                      + (rollback ? " and rolled back" : ", without a rollback")
                      + ": it was requested.\n"
                      + "If that has not arrived, it goes on as if nothing had been requested.\n"));
    }
    assertThat(asked).doesNotContain("stop");
  }

  @Test
  void shifting() {
    assertThat(
            interrupted(
                false,
                begun(),
                event("AfterAllowTestTraffic", true),
                event("AllowTraffic", false),
                weights(90, 10)))
        .isEqualTo(
            left(
                "It has 10 % of production traffic on the new version, and ends by itself by 2026-11-23T20:00:00Z at the latest.\n"));
  }

  /** ECS pauses before each step: that an earlier one was continued does not matter. */
  @Test
  void pausedByEcsBeforeItsSecondStep() {
    wait = new ReadyWait(Duration.ofMinutes(180), true, PAUSES);
    var approved =
        List.of(
            begun(),
            event("POST_TEST_TRAFFIC_SHIFT", false),
            new Event.ApprovalAwaited("http://green", "mvn xacct:continue"),
            new Event.ShiftRequested("d-1"),
            event("PRODUCTION_TRAFFIC_SHIFT", false),
            weights(90, 10));
    assertThat(interrupted(false, approved.toArray(Event[]::new)))
        .isEqualTo(
            left(
                "It has 10 % of production traffic on the new version, and ends by itself by 2026-11-23T20:00:00Z at the latest.\n"
                    + PAUSED));

    var paused = new ArrayList<>(approved);
    paused.add(new Event.SmokeTestEnded("home", true, "", Duration.ZERO));
    assertThat(interrupted(false, paused.toArray(Event[]::new)))
        .isEqualTo(
            left(
                "It is ready, with 10 % of production traffic on the new version, and ends by itself by 2026-11-23T20:00:00Z at the latest.\n"
                    + PAUSED));

    paused.add(new Event.ShiftRequested("d-1"));
    assertThat(interrupted(false, paused.toArray(Event[]::new)))
        .contains("\nIt was continued: production traffic shifts.\n");
  }

  @Test
  void waitingForTheEndOfTheOldTasks() {
    assertThat(
            interrupted(
                false,
                begun(),
                event("AllowTraffic", true),
                weights(0, 100),
                new Event.TrafficShifted(Duration.ZERO)))
        .isEqualTo(
            left(
                "It has all production traffic on the new version, and ends by itself by 2026-11-23T20:00:00Z at the latest.\n"));
  }

  @Test
  void whileWeStopIt() {
    var before = List.of(begun(), event("Install", false), new Event.CircuitOpened("3 tasks died"));
    assertThat(interrupted(false, before.toArray(Event[]::new)))
        .isEqualTo(
            left(
                "It is in progress, starting the new tasks, and ends by itself by 2026-11-23T20:00:00Z at the latest.\n"
                    + "It is being stopped and rolled back: 3 tasks died.\n"
                    + "If that has not arrived, it goes on as if nothing had been requested.\n"));
  }

  @Test
  void whileItIsRolledBack() {
    var before =
        List.of(
            begun(),
            event("AllowTraffic", false),
            weights(90, 10),
            new Event.RollbackStarted("d-2"),
            event("Install", false),
            weights(90, 10));
    for (boolean stop : List.of(true, false)) {
      assertThat(interrupted(stop, before.toArray(Event[]::new)))
          .isEqualTo(
              """
              Deployment d-2 goes on without us: interrupted.
              It is in progress, and ends by itself by 2026-11-23T20:00:00Z at the latest.
              It rolls back deployment d-1, which has not succeeded
              Try: follow it: follow""");
    }
    assertThat(asked).doesNotContain("stop");
  }

  @Test
  void afterItsEnd() {
    assertThat(
            interrupted(
                false, begun(), new Event.DeploymentEnded("d-1", Verdict.SUCCEEDED, Duration.ZERO)))
        .isEmpty();
  }

  @Test
  void stoppedAsWished() {
    assertThat(interrupted(true, begun(), event("Install", false)))
        .isEqualTo("Interrupted. Deployment d-1 is stopped and rolled back.");
    stops = false;
    assertThat(interrupted(true, begun(), event("Install", false)))
        .isEqualTo("Interrupted. Deployment d-1 had ended already.");
  }

  /** Files and notices contain the words of the last event. */
  @Test
  void concludesWithTheSameWords() {
    interrupted(false, begun());

    var end = (Event.Concluded) told.get(told.size() - 1);
    assertThat(end.verdict()).isEqualTo(Verdict.DETACHED);
    assertThat(end.problem()).contains("Deployment d-1 goes on without us: interrupted.");
    assertThat(end.evidence())
        .first()
        .isEqualTo("It is created, and ends by itself by 2026-11-23T20:00:00Z at the latest.");
  }

  private String interrupted(boolean stop, Event... before) {
    told.clear();
    try (var interruption =
        new Interruption(
            told::add,
            engine(),
            stop,
            RehearsedAws.in(Path.of("none")).environment(),
            false,
            () -> wait,
            () -> Instant.parse("2026-11-23T20:00:00Z"))) {
      List.of(before).forEach(interruption::report);
      interruption.interrupted();
    }
    return told.stream()
        .filter(Event.Warning.class::isInstance)
        .map(event -> ((Event.Warning) event).text())
        .reduce("", String::concat);
  }

  private DeploymentEngine engine() {
    return (DeploymentEngine)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DeploymentEngine.class},
            (proxy, method, arguments) -> {
              asked.add(method.getName());
              return switch (method.getName()) {
                case "followCommand" -> "follow";
                case "stopCommand" -> "stop " + arguments[0];
                case "statusCommand" -> "status";
                case "stop" -> stops;
                default -> throw new AssertionError("asks AWS: " + method.getName());
              };
            });
  }

  private static String left(String evidence) {
    return "Deployment d-1 goes on without us: interrupted.\n" + evidence + NEXT;
  }

  private static Event begun() {
    return new Event.DeploymentCreated("d-1", Optional.empty());
  }

  private static Event event(String name, boolean ended) {
    return new Event.LifecycleEventChanged(
        name,
        Reported.of(ended ? LifecycleStatus.SUCCEEDED : LifecycleStatus.IN_PROGRESS),
        Optional.empty(),
        Optional.of(THEN),
        ended ? Optional.of(THEN) : Optional.empty());
  }

  private static Event weights(double blue, double green) {
    return new Event.TaskSetsChanged(
        List.of(
            new Event.TaskSet(TaskSetLabel.BLUE, TaskSetStatus.PRIMARY, 1, 1, 0, blue),
            new Event.TaskSet(TaskSetLabel.GREEN, TaskSetStatus.ACTIVE, 1, 1, 0, green)));
  }
}
