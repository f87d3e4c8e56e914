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

/** The environments of a rehearsal: their URLs, traffic and failures. */
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

  /** Records that a hook function failed a deployment. */
  void failed(FunctionFailure failure) {
    failures.add(failure);
  }

  /**
   * Waits until an environment's service runs all its tasks.
   *
   * @return false if the limit is exceeded or there is no such service
   */
  boolean awaitSteady(String environment, Duration limit) throws InterruptedException {
    Optional<ServiceKey> key = key(environment);
    return key.isPresent() && services.of(key.get()).awaitSteady(limit);
  }

  /** Returns the URL of an environment's production listener; empty if it has none. */
  Optional<URI> productionUrl(String environment) {
    return key(environment).flatMap(traffic::productionUrl);
  }

  /**
   * Returns the Host header to send to the production listener; empty if the listener is not
   * shared.
   */
  Optional<String> productionHost(String environment) {
    return key(environment).flatMap(traffic::productionHost);
  }

  /** Returns the URL of an environment's test listener; empty if it has none. */
  Optional<URI> testUrl(String environment) {
    return key(environment).flatMap(traffic::testUrl);
  }

  /** Returns the Host header to send to the test listener; empty if the listener is not shared. */
  Optional<String> testHost(String environment) {
    return key(environment).flatMap(traffic::testHost);
  }

  /** Returns which versions answered during the last deployment, or so far in the current one. */
  TrafficReport traffic(String environment) {
    return key(environment).map(traffic::report).orElseGet(TrafficReport::none);
  }

  /** Returns the hook functions that failed an environment's deployments. */
  List<FunctionFailure> functionFailures(String environment) {
    return failures.stream()
        .filter(failure -> key(environment).equals(Optional.of(failure.service())))
        .toList();
  }

  private Optional<ServiceKey> key(String environment) {
    return ServiceKey.of(plan, environment);
  }
}
