package io.github.xacct.deploy;

import io.github.xacct.advice.Advice;
import io.github.xacct.deploy.port.TaskObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why tasks of the replacement task set stopped, how often, their last log lines, and advice. */
record TaskFailureSummary(List<String> evidence, List<String> advice) {
  private static final int LAST_LINES = 8;

  /** Summarizes what a circuit breaker has recorded; empty if it has recorded nothing. */
  static TaskFailureSummary of(CircuitBreaker breaker, Optional<Proof> proof) {
    var evidence = new ArrayList<String>();
    var advice = new ArrayList<String>();
    Map<String, List<TaskObserver.Death>> groups =
        breaker.deaths().stream()
            .collect(
                Collectors.groupingBy(
                    TaskFailureSummary::cause, LinkedHashMap::new, Collectors.toList()));
    groups.forEach(
        (cause, deaths) -> {
          evidence.add(
              (deaths.size() == 1 ? "1 task died: " : deaths.size() + " tasks died: ") + cause);
          evidence.addAll(lastWords(deaths.get(deaths.size() - 1)));
          KnownReasons.advice(deaths.get(0), proof).stream()
              .filter(line -> !advice.contains(line))
              .forEach(advice::add);
        });
    breaker
        .failingTargets()
        .forEach((target, reason) -> evidence.add("Target " + target + " is unhealthy: " + reason));
    if (breaker.failingTargets().isEmpty()) {
      breaker.healthFailures().forEach(why -> evidence.add("The load balancer said: " + why));
    }
    if (advice.isEmpty()) { // a task that stops fails its health check as well
      breaker.healthFailures().stream()
          .flatMap(why -> Advice.on(Advice.Place.TASK, "health check: " + why).stream())
          .distinct()
          .forEach(advice::add);
    }
    var placements = breaker.failedPlacements();
    if (!placements.isEmpty()) {
      String last = placements.get(placements.size() - 1);
      evidence.add("ECS said: " + last);
      advice.addAll(Advice.on(Advice.Place.CAPACITY, last));
    }
    return new TaskFailureSummary(evidence, advice);
  }

  private static String cause(TaskObserver.Death death) {
    String containers =
        death.containers().stream()
            .filter(c -> c.reason().isPresent() || c.exitCode().isPresent())
            .map(end -> words(end, death.reason()))
            .filter(words -> words.contains(" "))
            .collect(Collectors.joining(", "));
    return reason(death) + (containers.isEmpty() ? "" : " (" + containers + ")");
  }

  /** The reason for which the task stopped; ECS may not report any. */
  private static String reason(TaskObserver.Death death) {
    return Stream.of(death.reason(), death.stopCode(), "no reason given")
        .filter(words -> !words.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private static String words(TaskObserver.ContainerEnd end, String reported) {
    return end.name()
        + end.exitCode().map(code -> " exit code " + code).orElse("")
        + end.reason().filter(reason -> !reason.equals(reported)).map(r -> ": " + r).orElse("");
  }

  /** The name of the container that wrote the log, if there are several. */
  private static String container(TaskObserver.Death death) {
    return death.containers().size() < 2
        ? ""
        : death
            .culprit()
            .filter(end -> end.exitCode().isPresent())
            .map(end -> ", container " + end.name())
            .orElse("");
  }

  private static List<String> lastWords(TaskObserver.Death death) {
    var lines = death.lastWords();
    if (lines.isEmpty()) {
      return List.of();
    }
    var reported = new ArrayList<String>();
    reported.add("Last lines of task " + death.taskId() + container(death) + ":");
    lines.stream()
        .skip(Math.max(0, lines.size() - LAST_LINES))
        .forEach(line -> reported.add("  | " + line.stripTrailing()));
    return reported;
  }
}
