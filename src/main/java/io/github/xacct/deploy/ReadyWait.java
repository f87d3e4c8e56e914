package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a deployment that nobody here continues: until when it waits in Ready, and what
 * happens then. Source: CodeDeploy's API reference, DeploymentReadyOption.
 *
 * @param pause from when it is ready; zero if it continues by itself
 * @param checked whether smoke tests, a verify command or a person are asked before it continues
 */
public record ReadyWait(Duration pause, boolean checked) {
  /** Events that begin when the wait is over. */
  static final Set<String> AFTERWARDS = Set.of("BeforeAllowTraffic", "AllowTraffic");

  /** Where nobody has to continue anything. */
  public static ReadyWait none() {
    return new ReadyWait(Duration.ZERO, false);
  }

  /** That of a service's deployment group. */
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
        "Without approval, CodeDeploy stops it then, and production traffic stays on the previous version.");
  }

  private String later() {
    long seconds = pause.toSeconds();
    return "Once ready, it waits " + (seconds < 60 ? seconds + " s" : pause.toMinutes() + " min");
  }

  private static boolean isOver(DeploymentState state) {
    return state.shifted()
        || state.status().ended()
        || state.lifecycle().stream()
            .anyMatch(e -> AFTERWARDS.contains(e.name()) && e.start().isPresent());
  }

  private Optional<Instant> until(DeploymentState state) {
    return state.status() == DeploymentStatus.READY
        ? state.lifecycle().stream()
            .flatMap(e -> e.end().stream())
            .max(Comparator.naturalOrder())
            .map(ready -> ready.plus(pause).truncatedTo(ChronoUnit.SECONDS))
        : Optional.empty();
  }
}
