package io.github.xacct.rehearsal.plan;

import java.time.Duration;

/**
 * How long AWS's waits take here, and how patient the rehearsal is with real processes.
 *
 * @param minute one minute of AWS's
 * @param startUpGrace real time in which a new task may fail its health checks: a JVM on a busy
 *     machine of two cores starts slowly
 * @param blueLimit real time for which a deployment waits for blue to come up before it begins
 * @param shortestInstall real time that Install waits at the least, whatever AWS's 60 minutes scale
 *     to
 * @param drain real time for which a deregistered target may finish its requests
 * @param stop real time between asking a process to end and killing it
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

  /** So many minutes of AWS's. */
  public Duration minutes(long count) {
    return minute.multipliedBy(count);
  }

  /** So many seconds of AWS's. */
  public Duration seconds(double count) {
    return Duration.ofNanos((long) (minute.toNanos() * count / 60));
  }

  /** The limit of Install: "60 minutes", but never less than {@link #shortestInstall}. */
  public Duration installLimit() {
    Duration scaled = minutes(60);
    return scaled.compareTo(shortestInstall) > 0 ? scaled : shortestInstall;
  }
}
