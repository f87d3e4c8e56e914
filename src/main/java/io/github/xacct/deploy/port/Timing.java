package io.github.xacct.deploy.port;

import java.time.Duration;

/**
 * How long the parts of a deployment take, by the deployment group and the deployment
 * configuration.
 *
 * @param startUp how long a task usually takes until it responds; an estimate
 * @param install how long the replacement task set may take to become stable
 * @param hooks how long all hooks together may take
 * @param readyWait how long it waits to be continued; zero if it continues by itself
 * @param shift from the first to the last step of the traffic shift
 * @param terminationWait until the original task set is terminated
 */
public record Timing(
    Duration startUp,
    Duration install,
    Duration hooks,
    Duration readyWait,
    Duration shift,
    Duration terminationWait) {

  /** With CodeDeploy's limits: 60 minutes for Install, an hour for each of five hooks. */
  public static Timing of(Duration readyWait, Duration shift, Duration terminationWait) {
    return new Timing(
        Duration.ofMinutes(2),
        Duration.ofMinutes(60),
        Duration.ofMinutes(5 * 60),
        readyWait,
        shift,
        terminationWait);
  }

  /**
   * The same if the steps of the traffic shift are unknown: CodeDeploy allows 120 hours for them.
   */
  public Timing ofUnknownShift() {
    return new Timing(
        startUp, install, hooks.plus(Duration.ofHours(120)), readyWait, shift, terminationWait);
  }

  /** For a group that could not be read: CodeDeploy allows two days for each of its waits. */
  public static Timing unknown() {
    return of(Duration.ZERO, Duration.ZERO, Duration.ofHours(2 * 48)).ofUnknownShift();
  }

  /** Without any wait, with CodeDeploy's limits. */
  public static Timing immediate() {
    return of(Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  /** The same for a rehearsal, whose minutes are shorter and whose tasks start locally. */
  public Timing compressed(Duration minute) {
    return new Timing(
        Duration.ofSeconds(5),
        Duration.ofMinutes(5),
        compress(hooks, minute),
        compress(readyWait, minute),
        compress(shift, minute),
        compress(terminationWait, minute));
  }

  /**
   * The expected time until all traffic has shifted.
   *
   * @param person whether a person must approve, who may use the whole wait; tests take seconds
   */
  public Duration expected(boolean person) {
    return startUp.plus(person ? readyWait : Duration.ZERO).plus(shift);
  }

  /** The time after which a deployment cannot be in progress any more. */
  public Duration limit() {
    return install.plus(hooks).plus(readyWait).plus(shift).plus(terminationWait);
  }

  private static Duration compress(Duration duration, Duration minute) {
    return Duration.ofMillis(duration.toMillis() * minute.toMillis() / 60_000);
  }
}
