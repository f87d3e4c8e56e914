package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.ServiceSnapshot;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.LifecycleStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a waiting deployment that this run does not continue: how long it waits, and what
 * follows. Sources: CodeDeploy API reference, DeploymentReadyOption; Amazon ECS developer guide,
 * pause lifecycle hooks.
 *
 * @param pause how long it waits in Ready; zero if it continues by itself
 * @param checked whether smoke tests, a verify command or an approval precede its continuation
 * @param pauses descriptions of the service's pause hooks if ECS deploys it; otherwise empty
 */
public record ReadyWait(Duration pause, boolean checked, List<String> pauses) {
  private static final String STAYS = " and production traffic stays on the previous version.";
  private static final String RETURNS =
      " and production traffic goes back to the previous version.";
  private static final String STOPPED = "Without approval, CodeDeploy stops it then," + STAYS;

  /** The wait of a deployment by CodeDeploy. */
  public ReadyWait(Duration pause, boolean checked) {
    this(pause, checked, List.of());
  }

  /** The wait of a deployment that continues by itself. */
  public static ReadyWait none() {
    return new ReadyWait(Duration.ZERO, false);
  }

  /** The wait that the deployment group or the service is configured with. */
  public static ReadyWait of(TargetAccountState look, ReadyGate readyGate) {
    return new ReadyWait(
        look.timing().readyWait(),
        !readyGate.checks().isEmpty() || readyGate.approval(),
        look.standing()
            .flatMap(service -> service.group().own())
            .map(ServiceSnapshot.Own::pauses)
            .orElse(List.of()));
  }

  /**
   * Describes the wait, one sentence a line; empty if the deployment does not wait any more.
   *
   * @param last its last state, if it could be read
   */
  public List<String> lines(Optional<DeploymentState> last) {
    if (pause.isZero() || last.filter(ReadyWait::isOver).isPresent()) {
      return List.of();
    }
    String left =
        checked
            ? "; smoke tests, verify command and approval are left to the run that follows it."
            : ".";
    var now = last.flatMap(DeploymentState::pause);
    if (now.isEmpty() && !pauses.isEmpty()) {
      return List.of("The service pauses deployments " + String.join(", ", pauses) + left);
    }
    String until = last.flatMap(this::until).map(time -> "It waits until " + time).orElse(later());
    boolean moved = last.filter(state -> Unwatched.share(state) > 0).isPresent();
    return List.of(
        until + " for approval" + left, now.map(pause -> end(pause, moved)).orElse(STOPPED));
  }

  private String later() {
    long seconds = pause.toSeconds();
    return "Once ready, it waits " + (seconds < 60 ? seconds + " s" : pause.toMinutes() + " min");
  }

  private static boolean isOver(DeploymentState state) {
    return state.shifted()
        || state.status().ended()
        || state.lifecycle().stream().anyMatch(ReadyWait::isAfterwards);
  }

  private static String end(DeploymentState.Pause pause, boolean moved) {
    return pause.continues()
        ? "Without approval, ECS continues it then."
        : "Without approval, ECS rolls it back then," + (moved ? RETURNS : STAYS);
  }

  static boolean isAfterwards(DeploymentState.LifecycleEvent event) {
    return Stages.AFTER_READY.contains(event.name())
        && (event.start().isPresent() || event.status().is(LifecycleStatus.IN_PROGRESS));
  }

  private Optional<Instant> until(DeploymentState state) {
    var named = state.pause().flatMap(DeploymentState.Pause::until);
    if (named.isPresent()) {
      return named.map(end -> end.truncatedTo(ChronoUnit.SECONDS));
    }
    return state.status() == DeploymentStatus.READY
        ? state.lifecycle().stream()
            .flatMap(e -> e.end().stream())
            .max(Comparator.naturalOrder())
            .map(ready -> ready.plus(pause).truncatedTo(ChronoUnit.SECONDS))
        : Optional.empty();
  }
}
