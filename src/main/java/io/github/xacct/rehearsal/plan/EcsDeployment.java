package io.github.xacct.rehearsal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How ECS itself deploys a service, without CodeDeploy. Source: ECS API reference,
 * DeploymentConfiguration.
 *
 * @param bakeTime minutes for which both revisions run after all traffic has moved
 * @param percent of the canary or of each linear step
 * @param stepBakeTime minutes after the canary or after each linear step
 * @param hooks in no order
 * @param circuitBreaker whether tasks that keep failing end a deployment
 */
public record EcsDeployment(
    Strategy strategy,
    int bakeTime,
    double percent,
    int stepBakeTime,
    List<Hook> hooks,
    boolean circuitBreaker) {

  /** How traffic moves. */
  public enum Strategy {
    BLUE_GREEN,
    LINEAR,
    CANARY
  }

  /**
   * What happens between stages.
   *
   * @param function by name; absent for a pause
   * @param stages such as {@code POST_TEST_TRAFFIC_SHIFT}
   * @param timeout minutes
   * @param continues whether the deployment goes on after the timeout, instead of rolling back
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

  /** All traffic at once. */
  public static EcsDeployment blueGreen(int bakeTime) {
    return new EcsDeployment(Strategy.BLUE_GREEN, bakeTime, 100, 0, List.of(), false);
  }

  /** A part first, the rest after some minutes. */
  public static EcsDeployment canary(double percent, int minutes, int bakeTime) {
    return new EcsDeployment(Strategy.CANARY, bakeTime, percent, minutes, List.of(), false);
  }

  /** In equal steps with some minutes between. */
  public static EcsDeployment linear(double percent, int minutes, int bakeTime) {
    return new EcsDeployment(Strategy.LINEAR, bakeTime, percent, minutes, List.of(), false);
  }

  /** The same with a pause that waits for ContinueServiceDeployment, else rolls back. */
  public EcsDeployment withPause(String stage, int timeout) {
    return with(new Hook(Optional.empty(), List.of(stage), timeout, false));
  }

  /** The same with a function that is invoked at these stages. */
  public EcsDeployment withFunction(String name, String... stages) {
    return with(new Hook(Optional.of(name), List.of(stages), 60, false));
  }

  /** The same with one more hook. */
  public EcsDeployment with(Hook hook) {
    List<Hook> more = new ArrayList<>(hooks);
    more.add(hook);
    return new EcsDeployment(strategy, bakeTime, percent, stepBakeTime, more, circuitBreaker);
  }

  /** The same with the deployment circuit breaker, which rolls back. */
  public EcsDeployment withCircuitBreaker() {
    return new EcsDeployment(strategy, bakeTime, percent, stepBakeTime, hooks, true);
  }
}
