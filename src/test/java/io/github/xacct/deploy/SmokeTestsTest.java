package io.github.xacct.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.event.SmokeTestReport;
import io.github.xacct.model.SmokeTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Failures just after a listener change are retried; an app that keeps failing is reported. */
class SmokeTestsTest {
  private static final Route GREEN = Route.to(URI.create("http://green.example.com:8080"));

  private final Deque<String> answers = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final TestClient client =
      (uri, headers, patience) -> {
        String answer = answers.isEmpty() ? "500" : answers.pop();
        if (answer.equals("none")) {
          throw new IOException("connection refused");
        }
        return new TestClient.Answer(Integer.parseInt(answer), Map.of(), "");
      };

  @Test
  void asksAgainForAMoment() {
    answers.addAll(List.of("none", "503", "200"));

    assertThat(tests("/").apply(GREEN)).isEmpty();
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void failsIfItStaysSo() {
    assertThat(tests("/").apply(GREEN))
        .contains(
            "smoke test / failed: GET http://green.example.com:8080/ answered 500 instead of 200");
    assertThat(pauses)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void theMomentIsThatOfAllTestsTogether() {
    answers.addAll(List.of("503", "200", "503", "503", "500"));

    assertThat(tests("/", "/health").all(GREEN))
        .extracting(result -> result.wrong().isEmpty())
        .containsExactly(true, false);
    assertThat(pauses).hasSize(3);
  }

  @Test
  void whereNothingAnswersNothingWasAsked() {
    answers.addAll(List.of("none", "none", "none", "none", "none"));

    assertThat(tests("/", "/health").all(GREEN))
        .extracting(SmokeTestReport.Result::asked)
        .containsExactly(false, false);
  }

  @Test
  void whatTimesOutBesideAnAnswerWasAsked() {
    answers.addAll(List.of("none", "none", "none", "none", "200"));

    assertThat(tests("/", "/health").all(GREEN))
        .extracting(result -> result.asked() + " " + result.wrong().isEmpty())
        .containsExactly("true false", "true true");
  }

  private SmokeTests tests(String... paths) {
    return new SmokeTests(
        List.of(paths).stream()
            .map(
                path ->
                    new SmokeTest(
                        path, path, Map.of(), 200, Optional.empty(), Map.of(), Optional.empty(), 1))
            .toList(),
        event -> {},
        client,
        pauses::add);
  }
}
