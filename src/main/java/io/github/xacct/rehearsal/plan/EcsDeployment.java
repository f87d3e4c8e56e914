package io.github.xacct.rehearsal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a service with the ECS deployment controller is deployed. Source: ECS API reference,
 * DeploymentConfiguration.
 *
 * @param bakeTime minutes for which both revisions run after all traffic has shifted
 * @param percent of traffic in the canary or in each linear step
 * @param stepBakeTime minutes after the canary or after each linear step
 * @param hooks lifecycle hooks and pauses, in any order
 * @param circuitBreaker whether the deployment circuit breaker is enabled, with rollback
 */
public record EcsDeployment(
    Strategy strategy,
    int bakeTime,
    double percent,
    int stepBakeTime,
    List<Hook> hooks,
    boolean circuitBreaker) {

  /** The deployment strategies that shift traffic. */
  public enum Strategy {
    BLUE_GREEN,
    LINEAR,
    CANARY
  }

  /**
   * A lifecycle hook or a pause.
   *
   * @param function name; absent for a pause
   * @param stages such as {@code POST_TEST_TRAFFIC_SHIFT}
   * @param timeout minutes
   * @param continues whether the deployment continues after the timeout instead of rolling back
   */
  public record Hook(
      Optional<String> function, List<String> stages, int timeout, boolean continues) {
    public Hook {
      stages = List.copyOf(stages);
    }
  }

  public EcsDeployment {
    hooks = List.copyOf(hooks);
  }

  /** Returns a deployment that shifts all traffic at once. */
  public static EcsDeployment blueGreen(int bakeTime) {
    return new EcsDeployment(Strategy.BLUE_GREEN, bakeTime, 100, 0, List.of(), false);
  }

  /** Returns a deployment that shifts a canary first, the rest after some minutes. */
  public static EcsDeployment canary(double percent, int minutes, int bakeTime) {
    return new EcsDeployment(Strategy.CANARY, bakeTime, percent, minutes, List.of(), false);
  }

  /** Returns a deployment that shifts traffic in equal steps, some minutes apart. */
  public static EcsDeployment linear(double percent, int minutes, int bakeTime) {
    return new EcsDeployment(Strategy.LINEAR, bakeTime, percent, minutes, List.of(), false);
  }

  /**
   * Returns a copy with a pause that waits for ContinueServiceDeployment and rolls back after the
   * timeout.
   */
  public EcsDeployment withPause(String stage, int timeout) {
    return with(new Hook(Optional.empty(), List.of(stage), timeout, false));
  }

  /** Returns a copy with a Lambda function that is invoked at these stages. */
  public EcsDeployment withFunction(String name, String... stages) {
    return with(new Hook(Optional.of(name), List.of(stages), 60, false));
  }

  /** Returns a copy with one more hook. */
  public EcsDeployment with(Hook hook) {
    List<Hook> more = new ArrayList<>(hooks);
    more.add(hook);
    return new EcsDeployment(strategy, bakeTime, percent, stepBakeTime, more, circuitBreaker);
  }

  /** Returns a copy with the deployment circuit breaker and rollback enabled. */
  public EcsDeployment withCircuitBreaker() {
    return new EcsDeployment(strategy, bakeTime, percent, stepBakeTime, hooks, true);
  }
}
