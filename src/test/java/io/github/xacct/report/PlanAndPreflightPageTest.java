package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanAndPreflightPageTest {
  private static final Instant NOW = Instant.parse("2026-11-23T14:00:00Z");

  @Test
  void thePlanShowsEachChangeUnderItsApiAndHowItWouldGo() {
    assertThat(plan(List.of()))
        .contains("<title>Plan for test: 5 changes.</title>")
        .contains("<header class=\"going\">")
        .contains("<h2>By RegisterTaskDefinition, a new revision</h2>")
        .contains("<li class=\"mixed\">~ containers[web].environment[LOG_LEVEL]: info -&gt; debug")
        .contains("<li class=\"bad\">- containers[web].environment[OLD]: 1</li>")
        .contains("<li class=\"good\">+ network.assignPublicIp: true</li>")
        .contains("<dt>Hooks</dt><dd>AfterInstall check-it</dd>")
        .contains("default-src 'none'");
  }

  @Test
  void aRefusalIsRed() {
    assertThat(plan(List.of("No service <b>demo</b>.")))
        .contains("<header class=\"bad\">")
        .contains("<h1>A deployment would be refused.</h1>")
        .contains("<p class=\"lines evidence\">No service &lt;b&gt;demo&lt;/b&gt;.</p>");
  }

  @Test
  void preflightShowsWhatToMendBeforeAllChecks() {
    assertThat(PreflightPage.of(PreflightTextTest.REPORT))
        .contains("<h1>A deployment of demo-app to test would fail</h1>")
        .contains("<h3>The repository&#39;s policy does not let a pull.</h3>")
        .contains(
            "<pre class=\"fix\" tabindex=\"0\">{\n  &quot;Sid&quot;: &quot;Pull&quot;\n}</pre>")
        .contains("<li class=\"good\"><b>✓</b> <code>service.exists</code> demo-app-test")
        .contains("<li class=\"quiet\"><b>·</b> <code>service.stable</code> needs x:Read</li>")
        .doesNotContain("\u001b");
  }

  static String plan(List<String> problems) {
    return PlanPage.of(PlanTextTest.plan(PlanTextTest.changes(), Optional.empty(), problems), NOW);
  }
}
