package io.github.xacct.deploy;

import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.event.SmokeTestReport;
import io.github.xacct.model.SmokeTest;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Runs the smoke tests of an environment over HTTP. */
public final class SmokeTests implements Function<Route, Optional<String>> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * The pauses before a failed test is retried, for all tests together: a listener rule that has
   * just changed may not have reached every node of the load balancer.
   */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

  /** Proxy Authentication Required, which comes from a proxy and not from the app. */
  private static final int PROXY = 407;

  private final List<SmokeTest> tests;
  private final Reporter reporter;
  private final TestClient client;
  private final Sleeper sleeper;
  private boolean answered;

  /**
   * Creates the tests of an environment.
   *
   * @param client sends the requests
   * @param sleeper for the pauses between attempts
   */
  public SmokeTests(List<SmokeTest> tests, Reporter reporter, TestClient client, Sleeper sleeper) {
    this.tests = tests;
    this.reporter = reporter;
    this.client = client;
    this.sleeper = sleeper;
  }

  /** Runs the tests in order until one fails; returns why it failed. */
  @Override
  public Optional<String> apply(Route route) {
    var pauses = PAUSES.iterator();
    for (SmokeTest test : tests) {
      var wrong = reported(test, route, pauses).wrong();
      if (wrong.isPresent()) {
        return Optional.of("smoke test " + test.name() + " failed: " + wrong.get());
      }
    }
    return Optional.empty();
  }

  /**
   * Runs all tests, even after a failure. If nothing responded at all, the app may be unreachable
   * from this machine, and the results record that.
   */
  public List<SmokeTestReport.Result> all(Route route) {
    var pauses = PAUSES.iterator();
    var results = tests.stream().map(test -> unlessRefused(test, route, pauses)).toList();
    return answered
        ? results
        : results.stream()
            .map(r -> new SmokeTestReport.Result(r.name(), r.wrong(), r.took(), false))
            .toList();
  }

  /** Runs a test; if AWS refuses the test client, the result does not count as the app's. */
  private SmokeTestReport.Result unlessRefused(
      SmokeTest test, Route route, Iterator<Duration> pauses) {
    try {
      return reported(test, route, pauses);
    } catch (XacctException e) {
      String why = e.problem() + " " + String.join(" ", e.evidence());
      reporter.report(new Event.SmokeTestEnded(test.name(), false, why, Duration.ZERO));
      return new SmokeTestReport.Result(test.name(), Optional.of(why), Duration.ZERO, false);
    }
  }

  private SmokeTestReport.Result reported(SmokeTest test, Route route, Iterator<Duration> pauses) {
    long start = System.nanoTime();
    var wrong = run(test, route);
    while (wrong.isPresent() && pauses.hasNext() && slept(pauses.next())) {
      wrong = run(test, route);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    String detail = wrong.orElse(test.repeat() == 1 ? "" : test.repeat() + " times");
    reporter.report(new Event.SmokeTestEnded(test.name(), wrong.isEmpty(), detail, took));
    return new SmokeTestReport.Result(test.name(), wrong, took);
  }

  private boolean slept(Duration pause) {
    try {
      sleeper.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<String> run(SmokeTest test, Route route) {
    for (int i = 0; i < test.repeat(); i++) {
      var wrong = ask(test, route);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private Optional<String> ask(SmokeTest test, Route route) {
    URI uri = route.request(test.path());
    var sent = route.headers(test.headers());
    String get = "GET " + route.words(uri, sent) + " ";
    try {
      long start = System.nanoTime();
      var answer = client.get(uri, sent, PATIENCE);
      if (answer.status() == PROXY) {
        return Optional.of(get + "got no answer: the proxy requires a user and password (407)");
      }
      answered = true;
      if (test.followRedirects()) {
        var end = new Redirects(client, sent).follow(uri, answer, PATIENCE);
        if (end.wrong().isPresent()) {
          return Optional.of(get + end.wrong().get());
        }
        answer = end.answer();
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return judge(test, answer, took).map(wrong -> get + wrong);
    } catch (IOException e) {
      return Optional.of(get + "got no answer: " + NoAnswer.words(uri, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private static Optional<String> judge(SmokeTest test, TestClient.Answer answer, Duration took) {
    if (answer.status() != test.status()) {
      String where = Redirects.of(answer).map(to -> " (redirect to " + to + ")").orElse("");
      return Optional.of("answered " + answer.status() + where + " instead of " + test.status());
    }
    if (test.contains().filter(text -> !answer.body().contains(text)).isPresent()) {
      return Optional.of("answered without '" + test.contains().get() + "'");
    }
    for (var header : test.answerHeaders().entrySet()) {
      var value = answer.header(header.getKey());
      if (!value.equals(Optional.of(header.getValue()))) {
        return Optional.of(
            "answered with %s: %s instead of %s"
                .formatted(header.getKey(), value.orElse("(nothing)"), header.getValue()));
      }
    }
    return test.maxLatency()
        .filter(most -> took.compareTo(most) > 0)
        .map(most -> "took " + took.toMillis() + " ms, more than " + most.toMillis() + " ms");
  }
}
