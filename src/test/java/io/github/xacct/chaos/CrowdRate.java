package io.github.xacct.chaos;

import io.github.xacct.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What it costs to watch a service of many tasks, as many of which have been scaled in of late.
 *
 * @param callsAMinute in the busiest minute
 * @param toStop from the third death of a crash loop to the stop
 * @param proof what was reported of the running tasks after a good deployment
 */
public record CrowdRate(long callsAMinute, Duration toStop, String proof) {

  /** Watches a good deployment and a crash loop. */
  public static CrowdRate measure(int tasks) {
    var good = play(Truth.SUCCEEDS, tasks);
    var bad = play(Truth.CRASH_LOOPS, tasks);
    var third =
        bad.aws.tasks.stream()
            .filter(t -> t.stopped != null && t.exitCode == 1)
            .map(t -> t.stopped)
            .sorted()
            .skip(2)
            .findFirst()
            .orElseThrow();
    return new CrowdRate(
        Math.max(busiest(calls(good)), busiest(calls(bad))),
        Duration.between(third, bad.aws.stopAsked),
        good.processes.get(0).events.stream()
            .filter(Event.ImageProof.class::isInstance)
            .map(e -> ((Event.ImageProof) e).words())
            .findFirst()
            .orElse("(nothing)"));
  }

  private static ChaosRun play(Truth truth, int tasks) {
    var run = new ChaosRun(Scenario.undisturbed(truth), Optional.empty());
    run.aws.crowd(tasks);
    var broken = run.play().stream().filter(rule -> !rule.startsWith("few calls")).toList();
    if (!broken.isEmpty()) {
      throw new AssertionError(broken);
    }
    return run;
  }

  private static List<Instant> calls(ChaosRun run) {
    return new ArrayList<>(run.processes.get(0).wire.calls);
  }

  private static long busiest(List<Instant> calls) {
    return calls.stream()
        .flatMap(
            from ->
                Stream.of(
                    calls.stream()
                        .filter(c -> !c.isBefore(from) && c.isBefore(from.plusSeconds(60)))
                        .count()))
        .max(Long::compare)
        .orElse(0L);
  }
}
