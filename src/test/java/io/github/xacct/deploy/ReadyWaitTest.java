package io.github.xacct.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.DeploymentState.LifecycleEvent;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.LifecycleStatus;
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
