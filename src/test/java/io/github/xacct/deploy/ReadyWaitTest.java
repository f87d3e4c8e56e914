package io.github.xacct.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.DeploymentState.LifecycleEvent;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.TaskSetStatus;
import io.github.xacct.model.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadyWaitTest {
  private static final String THEN =
      "Without approval, CodeDeploy stops it then, and production traffic stays on the previous version.";
  private static final Instant INSTALLED = Instant.parse("2026-11-23T14:00:00Z");

  private final ReadyWait ready = new ReadyWait(Duration.ofMinutes(60), true);

  @Test
  void beforeItIsReady() {
    assertThat(ready.lines(Optional.empty()))
        .containsExactly(
            "Once ready, it waits 60 min for approval; smoke tests, verify command and approval are left to the run that follows it.",
            THEN);
    assertThat(new ReadyWait(Duration.ofSeconds(5), false).lines(Optional.empty()))
        .containsExactly("Once ready, it waits 5 s for approval.", THEN);
  }

  @Test
  void whileItIsReady() {
    assertThat(ready.lines(Optional.of(state(DeploymentStatus.READY, event("Install", true)))))
        .containsExactly(
            "It waits until 2026-11-23T15:00:00Z for approval; smoke tests, verify command and approval are left to the run that follows it.",
            THEN);
  }

  @Test
  void whileEcsPausesIt() {
    var byEcs = new ReadyWait(Duration.ofHours(3), false, List.of("at A (60 min, then goes on)"));
    assertThat(byEcs.lines(Optional.empty()))
        .containsExactly("The service pauses deployments at A (60 min, then goes on).");
    assertThat(byEcs.lines(Optional.of(paused(false, 10))))
        .containsExactly(
            "It waits until 2026-11-23T14:00:00Z for approval.",
            "Without approval, ECS rolls it back then, and production traffic goes back to the previous version.");
    assertThat(byEcs.lines(Optional.of(paused(false, 0))))
        .last()
        .isEqualTo(
            "Without approval, ECS rolls it back then, and production traffic stays on the previous version.");
    assertThat(byEcs.lines(Optional.of(paused(true, 0))))
        .last()
        .isEqualTo("Without approval, ECS continues it then.");
  }

  private static DeploymentState paused(boolean continues, double share) {
    return new DeploymentState(
        "d-1",
        DeploymentStatus.READY,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(
            new Event.TaskSet(
                Reported.of(TaskSetLabel.GREEN),
                Reported.of(TaskSetStatus.ACTIVE),
                1,
                1,
                0,
                share)),
        Optional.of(
            new DeploymentState.Pause(
                "ecs-pause-1", Optional.of("A"), Optional.of(INSTALLED), continues)));
  }

  @Test
  void nothingOnceItIsContinued() {
    assertThat(
            ready.lines(
                Optional.of(state(DeploymentStatus.IN_PROGRESS, event("AllowTraffic", false)))))
        .isEmpty();
    assertThat(ready.lines(Optional.of(state(DeploymentStatus.STOPPED)))).isEmpty();
    assertThat(ReadyWait.none().lines(Optional.empty())).isEmpty();
  }

  private static LifecycleEvent event(String name, boolean ended) {
    return new LifecycleEvent(
        name,
        Reported.of(ended ? LifecycleStatus.SUCCEEDED : LifecycleStatus.IN_PROGRESS),
        Optional.of(INSTALLED),
        ended ? Optional.of(INSTALLED) : Optional.empty(),
        Optional.empty());
  }

  private static DeploymentState state(DeploymentStatus status, LifecycleEvent... lifecycle) {
    return new DeploymentState(
        "d-1", status, false, Optional.empty(), Optional.empty(), List.of(lifecycle), List.of());
  }
}
