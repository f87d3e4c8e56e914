package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
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
 * What becomes of a deployment that nobody here continues: until when it waits in Ready, and what
 * happens then. Source: CodeDeploy's API reference, DeploymentReadyOption.
 *
 * @param pause from when it is ready; zero if it continues by itself
 * @param checked whether smoke tests, a verify command or a person are asked before it continues
 */
public record ReadyWait(Duration pause, boolean checked) {
  private static final String STAYS = " and production traffic stays on the previous version.";
  private static final String STOPPED = "Without approval, CodeDeploy stops it then," + STAYS;

  /** The wait of a deployment that nobody has to continue. */
  public static ReadyWait none() {
    return new ReadyWait(Duration.ZERO, false);
  }

  /** The wait that the deployment group of a service has. */
  public static ReadyWait of(TargetAccountState look, ReadyGate readyGate) {
    return new ReadyWait(
        look.timing().readyWait(), !readyGate.checks().isEmpty() || readyGate.approval());
  }

  /**
   * The sentences, none if it does not wait any more.
   *
   * @param last how it stands, if that can be seen
   */
  public List<String> lines(Optional<DeploymentState> last) {
    if (pause.isZero() || last.filter(ReadyWait::isOver).isPresent()) {
      return List.of();
    }
    String until = last.flatMap(this::until).map(time -> "It waits until " + time).orElse(later());
    return List.of(
        until
            + " for approval"
            + (checked
                ? "; smoke tests, verify command and approval are left to the run that follows it."
                : "."),
        last.flatMap(DeploymentState::pause).map(ReadyWait::end).orElse(STOPPED));
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

  private static String end(DeploymentState.Pause pause) {
    return pause.continues()
        ? "Without approval, ECS continues it then."
        : "Without approval, ECS rolls it back then," + STAYS;
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
