package io.github.xacct.deploy;

import java.time.Duration;

/**
 * How long a deployment takes by the deployment group's and configuration's own numbers.
 *
 * @param readyWait until somebody must continue it; zero if it continues by itself
 * @param shift from the first to the last step of the traffic
 * @param terminationWait until the original task set ends
 */
public record Timing(Duration readyWait, Duration shift, Duration terminationWait) {

  /** How long the replacement task set may take to become steady. Source: CodeDeploy limits. */
  private static final Duration INSTALL = Duration.ofMinutes(60);

  /** How long a task usually takes from its order to its first answer; a guess of ours. */
  private static final Duration START_UP = Duration.ofMinutes(2);

  /** How long a hook may take to answer, and there are five. Source: CodeDeploy limits. */
  private static final Duration HOOKS = Duration.ofMinutes(5 * 60);

  /** No wait at all. */
  public static Timing immediate() {
    return new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  /** How long it should take until all traffic has shifted. */
  public Duration expected() {
    return START_UP.plus(readyWait).plus(shift);
  }

  /** After how long a deployment cannot be going on any more. */
  public Duration limit() {
    return INSTALL.plus(HOOKS).plus(readyWait).plus(shift).plus(terminationWait);
  }
}
