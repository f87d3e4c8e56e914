package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.codedeploy.TrafficWatch;
import io.github.xacct.rehearsal.ecs.RunningServices;
import io.github.xacct.rehearsal.plan.FunctionFailure;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.plan.TrafficReport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The environments of a rehearsal by their names: where each is reached, and how it is doing. */
final class RehearsedEnvironments {
  private final RehearsalPlan plan;
  private final RunningServices services;
  private final TrafficWatch traffic;
  private final List<FunctionFailure> failures = new CopyOnWriteArrayList<>();

  RehearsedEnvironments(RehearsalPlan plan, RunningServices services, TrafficWatch traffic) {
    this.plan = plan;
    this.services = services;
    this.traffic = traffic;
  }

  /** Notes that a hook's function failed a deployment. */
  void failed(FunctionFailure failure) {
    failures.add(failure);
  }

  /**
   * Waits until an environment's service runs all its tasks, as one that has stood for a while.
   *
   * @return whether it does; false when the time is up, or if there is no such service
   */
  boolean awaitSteady(String environment, Duration limit) throws InterruptedException {
    Optional<ServiceKey> key = key(environment);
    return key.isPresent() && services.of(key.get()).awaitSteady(limit);
  }

  /** The URL of the environment's production listener. */
  Optional<URI> productionUrl(String environment) {
    return key(environment).flatMap(traffic::productionUrl);
  }

  /** The name that requests for it must bear, where it shares its production listener. */
  Optional<String> productionHost(String environment) {
    return key(environment).flatMap(traffic::productionHost);
  }

  /** The URL of its test listener, if it has one. */
  Optional<URI> testUrl(String environment) {
    return key(environment).flatMap(traffic::testUrl);
  }

  /** The name that requests to that must bear, where it is shared. */
  Optional<String> testHost(String environment) {
    return key(environment).flatMap(traffic::testHost);
  }

  /** Who answered during the last deployment, or until now in the one that goes on. */
  TrafficReport traffic(String environment) {
    return key(environment).map(traffic::report).orElseGet(TrafficReport::none);
  }

  /** Functions that failed its deployments. */
  List<FunctionFailure> functionFailures(String environment) {
    return failures.stream()
        .filter(failure -> key(environment).equals(Optional.of(failure.service())))
        .toList();
  }

  private Optional<ServiceKey> key(String environment) {
    return ServiceKey.of(plan, environment);
  }
}
