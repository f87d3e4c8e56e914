package io.github.xacct.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How often AWS is asked in a minute while nothing goes wrong, counted in a time that only sleeping
 * moves.
 *
 * @param tight in the first minute
 * @param wide in the mean minute of the last hour of a long wait
 */
public record PollingRate(double tight, double wide) {

  /** Watches one deployment whose blue is kept for three hours. */
  public static PollingRate measure() {
    var run = new ChaosRun(Scenario.calm(180), Optional.empty());
    var broken = run.play();
    if (!broken.isEmpty()) {
      throw new AssertionError(broken);
    }
    List<Instant> calls = run.processes.get(0).wire.calls;
    Instant first = calls.get(0);
    Instant last = calls.get(calls.size() - 1);
    return new PollingRate(
        between(calls, first, first.plusSeconds(60)),
        between(calls, last.minus(Duration.ofHours(1)), last) / 60.0);
  }

  private static long between(List<Instant> calls, Instant from, Instant to) {
    return calls.stream().filter(c -> !c.isBefore(from) && c.isBefore(to)).count();
  }
}
