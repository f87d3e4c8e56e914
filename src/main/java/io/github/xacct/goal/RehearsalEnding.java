package io.github.xacct.goal;

import io.github.xacct.model.Environment;
import io.github.xacct.rehearsal.Rehearsal;
import io.github.xacct.rehearsal.TrafficReport;
import io.github.xacct.report.Event;
import io.github.xacct.report.Reporter;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a rehearsed deployment did to the requests that ran through it, told at its end. */
final class RehearsalEnding {
  private final Rehearsal rehearsal;
  private final Environment environment;
  private final Reporter reporter;

  RehearsalEnding(Rehearsal rehearsal, Environment environment, Reporter reporter) {
    this.rehearsal = rehearsal;
    this.environment = environment;
    this.reporter = reporter;
  }

  /** Tells where to look while it goes on. */
  void began() {
    rehearsal
        .productionUrl(environment.name())
        .ifPresent(
            url ->
                tell(
                    "Nothing leaves this machine; its JVM stands in for the base image."
                        + " Production listener: "
                        + url));
  }

  /** Tells who answered. */
  void ended() {
    TrafficReport traffic = rehearsal.traffic(environment.name());
    if (traffic.requests() == 0) {
      return;
    }
    tell(
        "Requests through the production listener meanwhile: "
            + traffic.requests()
            + ", failed: "
            + traffic.failed()
            + ", answered by "
            + traffic.answered().stream()
                .map(a -> a.taskSet() + " " + a.taskDefinition() + ": " + a.requests())
                .collect(Collectors.joining(", ")));
    traffic.failures().forEach(failure -> tell("  failed: " + failure));
    for (var span : traffic.spans()) {
      reporter.tell(
          new Event.TrafficSample(
              span.to(), Optional.of(span.from()), span.answered(), span.failed()));
    }
    rehearsal.productionUrl(environment.name()).ifPresent(this::askOnceMore);
  }

  private void askOnceMore(URI url) {
    try {
      var connection = (HttpURLConnection) url.resolve("/").toURL().openConnection();
      connection.setReadTimeout(10_000);
      int status = connection.getResponseCode();
      String who =
          Objects.requireNonNullElse(
              connection.getHeaderField("X-Rehearsal-Task-Definition"), "nobody");
      connection.disconnect();
      tell("Now " + url + " answers " + status + " by " + who);
    } catch (IOException e) {
      tell("Now " + url + " does not answer: " + e.getMessage());
    }
  }

  private void tell(String text) {
    reporter.tell(new Event.Note(text));
  }
}
