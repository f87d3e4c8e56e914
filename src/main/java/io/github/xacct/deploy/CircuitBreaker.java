package io.github.xacct.deploy;

import io.github.xacct.deploy.port.TaskObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When a replacement task set has failed often enough to be aborted. ECS has such a breaker for its
 * own deployments only; under CODE_DEPLOY a crash loop would go on for an hour.
 */
public final class CircuitBreaker {

  /**
   * When the breaker opens.
   *
   * @param deaths of tasks; 0 means never
   * @param grace how long a target may fail its health check
   */
  public record Threshold(int deaths, Duration grace) {}

  /** ECS tries again by itself, so one failed placement says little. */
  private static final int LOOKS_WITHOUT_CAPACITY = 3;

  private final Threshold threshold;
  private final Clock clock;
  private final List<TaskObserver.Death> deaths = new ArrayList<>();
  private final List<String> failedPlacements = new ArrayList<>();
  private final Map<String, Instant> failingSince = new LinkedHashMap<>();
  private final Map<String, String> failure = new LinkedHashMap<>();
  private final Set<String> healthFailures = new LinkedHashSet<>();

  CircuitBreaker(Threshold threshold, Clock clock) {
    this.threshold = threshold;
    this.clock = clock;
  }

  /** Takes note; gives the reason if it is enough now. */
  Optional<String> note(TaskObserver.Sighting sighting) {
    deaths.addAll(sighting.deaths());
    noteTargets(sighting.unhealthy());
    sighting.trouble().stream()
        .filter(KnownReasons::isLackOfCapacity)
        .findFirst()
        .ifPresent(failedPlacements::add);
    if (threshold.deaths() == 0) {
      return Optional.empty();
    }
    return hopeless().or(this::tooManyDeaths).or(this::neverHealthy).or(this::noCapacity);
  }

  List<TaskObserver.Death> deaths() {
    return List.copyOf(deaths);
  }

  /** Why targets fail that fail now. */
  Map<String, String> failingTargets() {
    return Map.copyOf(failure);
  }

  /** Why targets have failed so far: a task that ECS has replaced takes its target with it. */
  Set<String> healthFailures() {
    return healthFailures;
  }

  /** The service events that reported of a task without a place: at most one from each look. */
  List<String> failedPlacements() {
    return List.copyOf(failedPlacements);
  }

  /** What no further try will mend. */
  private Optional<String> hopeless() {
    return deaths.stream()
        .flatMap(d -> KnownReasons.hopeless(d.reason()).stream())
        .findFirst()
        .map(what -> what + ", and a retry would not change that");
  }

  private Optional<String> tooManyDeaths() {
    return deaths.size() < threshold.deaths()
        ? Optional.empty()
        : Optional.of(deaths.size() + " tasks of the replacement task set have died");
  }

  private Optional<String> neverHealthy() {
    return failingSince.entrySet().stream()
        .filter(e -> since(e.getValue()).compareTo(threshold.grace()) > 0)
        .findFirst()
        .map(
            e ->
                "target %s fails its health check for %s s: %s"
                    .formatted(
                        e.getKey(), since(e.getValue()).toSeconds(), failure.get(e.getKey())));
  }

  private Optional<String> noCapacity() {
    return failedPlacements.size() < LOOKS_WITHOUT_CAPACITY
        ? Optional.empty()
        : Optional.of("ECS found no capacity for its tasks, again and again");
  }

  private void noteTargets(List<TaskObserver.Unhealthy> unhealthy) {
    var names = unhealthy.stream().map(TaskObserver.Unhealthy::target).toList();
    failingSince.keySet().retainAll(names);
    failure.keySet().retainAll(names);
    for (var target : unhealthy) {
      failingSince.putIfAbsent(target.target(), clock.instant());
      failure.put(target.target(), target.reason());
      healthFailures.add(target.reason());
    }
  }

  private Duration since(Instant instant) {
    return Duration.between(instant, clock.instant());
  }
}
