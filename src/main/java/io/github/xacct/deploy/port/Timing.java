package io.github.xacct.deploy.port;

import java.time.Duration;

/**
 * How long a deployment takes by the deployment group's and configuration's own numbers.
 *
 * @param startUp how long a task usually takes to its first answer; a guess of ours
 * @param install how long the replacement task set may take to become steady
 * @param hooks how long all hooks together may take
 * @param readyWait until somebody must continue it; zero if it continues by itself
 * @param shift from the first to the last step of the traffic
 * @param terminationWait until the original task set ends
 */
public record Timing(
    Duration startUp,
    Duration install,
    Duration hooks,
    Duration readyWait,
    Duration shift,
    Duration terminationWait) {

  /** CodeDeploy's limits: 60 minutes for Install, an hour for each of five hooks. */
  public static Timing of(Duration readyWait, Duration shift, Duration terminationWait) {
    return new Timing(
        Duration.ofMinutes(2),
        Duration.ofMinutes(60),
        Duration.ofMinutes(5 * 60),
        readyWait,
        shift,
        terminationWait);
  }

  /** The same where nobody knows the steps of the traffic: CodeDeploy allows 120 hours for them. */
  public Timing ofUnknownShift() {
    return new Timing(
        startUp, install, hooks.plus(Duration.ofHours(120)), readyWait, shift, terminationWait);
  }

  /** Where not even the group could be read: CodeDeploy allows two days for each of its waits. */
  public static Timing unknown() {
    return of(Duration.ZERO, Duration.ZERO, Duration.ofHours(2 * 48)).ofUnknownShift();
  }

  /** No wait but CodeDeploy's own limits. */
  public static Timing immediate() {
    return of(Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  /** The same where a minute of the waits takes another time, and tasks start on this machine. */
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
   * How long it should take until all traffic has shifted.
   *
   * @param person whether a person has the last word, who may take all the time there is; tests are
   *     done in seconds
   */
  public Duration expected(boolean person) {
    return startUp.plus(person ? readyWait : Duration.ZERO).plus(shift);
  }

  /** After how long a deployment cannot be going on any more. */
  public Duration limit() {
    return install.plus(hooks).plus(readyWait).plus(shift).plus(terminationWait);
  }

  private static Duration compress(Duration duration, Duration minute) {
    return Duration.ofMillis(duration.toMillis() * minute.toMillis() / 60_000);
  }
}
