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
 * Decides when a failing replacement task set is aborted. ECS has a circuit breaker for its own
 * deployments only; under CODE_DEPLOY a crash loop would continue for an hour.
 */
public final class CircuitBreaker {

  /**
   * The limits at which the breaker opens.
   *
   * @param deaths number of stopped tasks at which it opens; 0 disables the breaker
   * @param grace how long a target may fail its health check
   */
  public record Threshold(int deaths, Duration grace) {}

  /** ECS retries placement by itself, so a single failed placement is not enough. */
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

  /** Records what was seen; returns the reason to abort if a limit is reached. */
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

  /** The targets that fail their health check now, with the reason. */
  Map<String, String> failingTargets() {
    return Map.copyOf(failure);
  }

  /** All health check failures so far, including those of targets whose tasks ECS has replaced. */
  Set<String> healthFailures() {
    return healthFailures;
  }

  /** The service events that reported a failed task placement, at most one per look. */
  List<String> failedPlacements() {
    return List.copyOf(failedPlacements);
  }

  /** The reason if a task stopped for a cause that no retry can change. */
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
        : Optional.of("ECS repeatedly found no capacity for its tasks");
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
