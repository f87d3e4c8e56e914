package io.github.xacct.goal.rehearsed;

import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.model.Environment;
import io.github.xacct.rehearsal.Rehearsal;
import io.github.xacct.rehearsal.plan.FunctionFailure;
import io.github.xacct.rehearsal.plan.TrafficReport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reports how requests were answered during a rehearsed deployment. */
public final class RehearsalEnding {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Rehearsal rehearsal;
  private final Environment environment;
  private final List<String> notSimulated;
  private final Reporter reporter;

  /**
   * Creates the report of one rehearsed deployment.
   *
   * @param notSimulated what the rehearsal does not simulate
   */
  public RehearsalEnding(
      Rehearsal rehearsal, Environment environment, List<String> notSimulated, Reporter reporter) {
    this.notSimulated = notSimulated;
    this.rehearsal = rehearsal;
    this.environment = environment;
    this.reporter = reporter;
  }

  /** Reports the production listener's URL, and what is not simulated. */
  public void began() {
    rehearsal
        .productionUrl(environment.name())
        .ifPresent(
            url ->
                report(
                    "Everything runs on this machine, with its JVM instead of the base image."
                        + " Production listener: "
                        + route(url).url()));
    notSimulated.forEach(line -> report("Not simulated: " + line));
  }

  /** Reports failures of functions, and how many requests each version answered. */
  public void ended() {
    rehearsal.functionFailures(environment.name()).forEach(this::reportFunction);
    TrafficReport traffic = rehearsal.traffic(environment.name());
    if (traffic.requests() == 0) {
      return;
    }
    report(
        "Requests through the production listener meanwhile: %s, failed: %s, answered by %s"
            .formatted(
                traffic.requests(),
                traffic.failed(),
                traffic.answered().stream()
                    .map(a -> a.taskSet() + " " + a.taskDefinition() + ": " + a.requests())
                    .collect(Collectors.joining(", "))));
    traffic.failures().forEach(failure -> report("  failed: " + failure));
    for (var span : traffic.spans()) {
      reporter.report(
          new Event.TrafficSample(
              span.to(), Optional.of(span.from()), span.answered(), span.failed()));
    }
    rehearsal.productionUrl(environment.name()).ifPresent(this::askOnceMore);
  }

  private void reportFunction(FunctionFailure failure) {
    report(
        "Function %s of the hook %s: %s"
            .formatted(failure.function(), failure.lifecycleEvent(), failure.why()));
    failure.lastLines().forEach(line -> report("  | " + line));
  }

  private void askOnceMore(URI url) {
    var route = route(url);
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    try {
      var answer =
          TestClient.direct(rehearsal.trusted())
              .get(route.request(path), route.headers(Map.of()), PATIENCE);
      String who = answer.header("X-Rehearsal-Task-Definition").map(" by "::concat).orElse("");
      report("Now " + route.url() + " answers " + answer.status() + who);
    } catch (IOException e) {
      report("Now " + route.url() + " does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns the route to a listener; a shared one requires the app's host name, which does not
   * resolve here.
   */
  private Route route(URI url) {
    return rehearsal
        .productionHost(environment.name())
        .map(
            host ->
                new Route(
                    URI.create(
                        url.toString().replace("//" + url.getHost() + ":", "//" + host + ":")),
                    Optional.of(url.getHost()),
                    Map.of("Host", host)))
        .orElseGet(() -> Route.to(url));
  }

  private void report(String text) {
    reporter.report(new Event.Note(text));
  }
}
