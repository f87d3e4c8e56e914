package io.github.xacct.deploy;

import io.github.xacct.model.SmokeTest;
import io.github.xacct.report.Event;
import io.github.xacct.report.Reporter;
import io.github.xacct.report.SmokeTestReport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks an app the questions of its environment over HTTP and holds the answers to them. */
public final class SmokeTests implements Function<URI, Optional<String>> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<SmokeTest> tests;
  private final Reporter reporter;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  public SmokeTests(List<SmokeTest> tests, Reporter reporter) {
    this.tests = tests;
    this.reporter = reporter;
  }

  /** Runs them in their order until one fails; gives what is wrong with it. */
  @Override
  public Optional<String> apply(URI base) {
    for (SmokeTest test : tests) {
      var wrong = told(test, base).wrong();
      if (wrong.isPresent()) {
        return Optional.of("smoke test " + test.name() + " failed: " + wrong.get());
      }
    }
    return Optional.empty();
  }

  /** Runs them all, whatever becomes of each. */
  public List<SmokeTestReport.Result> all(URI base) {
    return tests.stream().map(test -> told(test, base)).toList();
  }

  private SmokeTestReport.Result told(SmokeTest test, URI base) {
    long start = System.nanoTime();
    var wrong = run(test, base);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    String detail = wrong.orElse(test.repeat() == 1 ? "" : test.repeat() + " times");
    reporter.tell(new Event.SmokeTestEnded(test.name(), wrong.isEmpty(), detail, took));
    return new SmokeTestReport.Result(test.name(), wrong, took);
  }

  private Optional<String> run(SmokeTest test, URI base) {
    URI uri = URI.create(base.toString().replaceAll("/$", "") + test.path());
    for (int i = 0; i < test.repeat(); i++) {
      var wrong = ask(test, uri);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private Optional<String> ask(SmokeTest test, URI uri) {
    var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
    test.headers().forEach(request::header);
    try {
      long start = System.nanoTime();
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return judge(test, answer, took).map(wrong -> "GET " + uri + " " + wrong);
    } catch (IOException e) {
      return Optional.of("GET " + uri + " got no answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private static Optional<String> judge(
      SmokeTest test, HttpResponse<String> answer, Duration took) {
    if (answer.statusCode() != test.status()) {
      return Optional.of("answered " + answer.statusCode() + " instead of " + test.status());
    }
    if (test.contains().filter(text -> !answer.body().contains(text)).isPresent()) {
      return Optional.of("answered without '" + test.contains().get() + "'");
    }
    for (var header : test.answerHeaders().entrySet()) {
      var value = answer.headers().firstValue(header.getKey());
      if (!value.equals(Optional.of(header.getValue()))) {
        return Optional.of(
            "answered with "
                + header.getKey()
                + ": "
                + value.orElse("(nothing)")
                + " instead of "
                + header.getValue());
      }
    }
    return test.maxLatency()
        .filter(most -> took.compareTo(most) > 0)
        .map(most -> "took " + took.toMillis() + " ms, more than " + most.toMillis() + " ms");
  }
}
