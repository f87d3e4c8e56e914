package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.event.SmokeTestReport;
import io.github.xacct.event.SmokeTestReport.Result;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class SmokeTestFilesTest {
  private static final SmokeTestReport REPORT =
      new SmokeTestReport(
          "test",
          "https://test.example.com",
          "arn:aws:ecs:eu-central-1:222222222222:task-definition/demo:7",
          Optional.empty(),
          Instant.parse("2026-11-23T14:00:00Z"),
          List.of(
              new Result("health", Optional.empty(), Duration.ofMillis(1234)),
              new Result(
                  "a \"<name>\"",
                  Optional.of("GET /x answered 500 & more\u0001"),
                  Duration.ofMillis(5))));

  @Test
  void reportsCiInJUnitsForm() throws Exception {
    String xml = SmokeTestFiles.junit(REPORT);

    assertThat(xml)
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="smoke tests of test" tests="2" failures="1" errors="0" skipped="0" time="1.239" timestamp="2026-11-23T14:00:00Z">
              <testcase classname="smoke.test" name="health" time="1.234"/>
              <testcase classname="smoke.test" name="a &quot;&lt;name&gt;&quot;" time="0.005">
                <failure message="GET /x answered 500 &amp; more\ufffd">GET /x answered 500 &amp; more\ufffd</failure>
              </testcase>
            </testsuite>
            """);
    var parsed =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    assertThat(parsed.getElementsByTagName("testcase").getLength()).isEqualTo(2);
  }

  @Test
  void whatCouldNotBeAskedIsNoFailureOfTheApp() throws Exception {
    var wrong = Optional.of("GET /x got no answer: the name x cannot be resolved (DNS)");
    var report =
        new SmokeTestReport(
            "test",
            "https://x",
            "arn:td:7",
            Optional.empty(),
            Instant.parse("2026-11-23T14:00:00Z"),
            List.of(new Result("health", wrong, Duration.ZERO, false)));

    assertThat(report.outcome()).isEqualTo("not-asked");
    assertThat(SmokeTestFiles.json(report)).contains("\n  \"outcome\" : \"not-asked\",\n");
    assertThat(SmokeTestFiles.json(REPORT)).contains("\n  \"outcome\" : \"failed\",\n");
    assertThat(SmokeTestFiles.junit(report))
        .contains("failures=\"0\" errors=\"1\"", "<error message=\"GET /x got no answer");
    assertThat(SmokeTestFiles.summary(report))
        .contains("## Smoke tests of test: could not be run\n", "| not run: GET /x got no");
  }

  @Test
  void reportsGitHubTheSame() {
    assertThat(SmokeTestFiles.summary(REPORT))
        .isEqualTo(
            """
            ## Smoke tests of test: failed

            Run against `arn:aws:ecs:eu-central-1:222222222222:task-definition/demo:7` at `https://test.example.com`.

            | test | result | took |
            |---|---|---|
            | health | passed | 1.2 s |
            | a "&lt;name&gt;" | failed: GET /x answered 500 &amp; more\ufffd | 0.0 s |

            """);
  }

  @Test
  void reportsScriptsTheSame() throws Exception {
    var json = new ObjectMapper().readTree(SmokeTestFiles.json(REPORT));

    assertThat(json.path("passed").asBoolean()).isFalse();
    assertThat(json.path("results").path(0).path("took").asDouble()).isEqualTo(1.234);
    assertThat(json.path("results").path(1).path("wrong").asText()).contains("500");
    assertThat(json.path("image").isNull()).isTrue();
  }
}
