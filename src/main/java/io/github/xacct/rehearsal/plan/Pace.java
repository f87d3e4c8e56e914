package io.github.xacct.rehearsal.plan;

import java.time.Duration;

/**
 * The speed of a rehearsal: scaled AWS waiting times, and real time limits of processes.
 *
 * @param minute duration of one AWS minute
 * @param startUpGrace real time in which a new task may fail its health checks, because a JVM on a
 *     busy machine with two cores starts slowly
 * @param blueLimit real time for which a deployment waits for blue to start before it begins
 * @param shortestInstall minimum real time that Install waits, if AWS's 60 minutes scale to less
 * @param drain real time for which a deregistered target may finish its requests
 * @param stop real time between asking a process to terminate and killing it
 */
public record Pace(
    Duration minute,
    Duration startUpGrace,
    Duration blueLimit,
    Duration shortestInstall,
    Duration drain,
    Duration stop) {

  public static Pace of(Duration minute) {
    return new Pace(
        minute,
        Duration.ofSeconds(60),
        Duration.ofSeconds(90),
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10));
  }

  /** Returns the scaled duration of AWS minutes. */
  public Duration minutes(long count) {
    return minute.multipliedBy(count);
  }

  /** Returns the scaled duration of AWS seconds. */
  public Duration seconds(double count) {
    return Duration.ofNanos((long) (minute.toNanos() * count / 60));
  }

  /**
   * Returns the timeout of Install: AWS's 60 minutes scaled, but at least {@link #shortestInstall}.
   */
  public Duration installLimit() {
    Duration scaled = minutes(60);
    return scaled.compareTo(shortestInstall) > 0 ? scaled : shortestInstall;
  }
}
