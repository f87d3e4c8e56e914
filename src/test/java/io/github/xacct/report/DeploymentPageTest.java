package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Event;
import io.github.xacct.event.Verdict;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentPageTest {
  private final DeploymentPage page = new DeploymentPage(ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED,     good,  Succeeded,     demo-app is live in prod",
    "NOTHING_TO_DO, quiet, Nothing to do, prod runs this version of demo-app already",
    "ROLLED_BACK,   bad,   Rolled back,   demo-app was rolled back in prod",
    "FAILED,        bad,   Failed,        demo-app could not be deployed to prod",
    "STOPPED,       mixed, Stopped,       The deployment of demo-app to prod was stopped",
    "DETACHED,      mixed, Detached,      demo-app goes on to prod without a watcher",
    "DRY_RUN,       quiet, Dry run,       demo-app to prod: nothing was changed",
    ",       going, Running,       Deploying demo-app to prod"
  })
  void saysTheVerdictInWordsAndColour(Verdict verdict, String tone, String word, String sentence) {
    var began = Stories.canary().events().get(0).event();
    var running = new DeploymentRecord(Stories.BEGAN, List.of()).plus(Stories.BEGAN, began);
    var deployment =
        verdict == null ? running : running.plus(Stories.BEGAN, Event.Concluded.well(verdict));

    assertThat(page.of(deployment))
        .contains("<title>" + word + ": " + sentence + "</title>")
        .contains("<header class=\"" + tone + "\">")
        .contains("<h1>" + sentence + "</h1>");
  }

  @Test
  void aRollbackThatFailedHasNotRolledBack() {
    assertThat(new DeploymentPage(ZoneOffset.UTC).of(Stories.split()))
        .contains("<dt>Rollback</dt>")
        .doesNotContain("Rolled back by");
    assertThat(new DeploymentPage(ZoneOffset.UTC).of(Stories.crashLoop()))
        .contains("<dt>Rolled back by</dt>");
  }

  @Test
  void reportsWhatWhereAndWhen() {
    assertThat(page.of(Stories.canary()))
        .contains(
            "Image <code>sha256:5d0c91a75d0c</code>, commit <code>9f3c2ab41d07</code>, account"
                + " <code>222222222222</code>, eu-central-1")
        .contains(
            "<time datetime=\"2026-11-23T14:00:00Z\">23 Nov 2026, 14:00:00</time> to <time"
                + " datetime=\"2026-11-23T14:06:45Z\">14:06:45</time> UTC")
        .contains("<code>demo:7</code> → <code>demo:8</code>")
        .contains(Stories.IMAGE.toString());
  }

  @Test
  void linksTheRunOfTheCiSystem() {
    var run =
        new Event.RunNamed(
            "GitHub Actions",
            "GitHub Actions run 1 attempt 2",
            Optional.of("https://github.com/example/demo-app/actions/runs/1/attempts/2"),
            Optional.of("branch <b>"),
            Optional.of("octocat"));
    assertThat(page.of(Stories.canary().plus(Stories.BEGAN, run)))
        .contains(
            "href=\"https://github.com/example/demo-app/actions/runs/1/attempts/2\"",
            ">GitHub Actions run 1 attempt 2</a>, branch &lt;b&gt;, started by octocat");
    assertThat(DeploymentJson.of(Stories.canary().plus(Stories.BEGAN, run)))
        .contains("\"run\" : {\n    \"system\" : \"GitHub Actions\",");
  }

  @Test
  void linksTheCommitAndSaysWhoDeployed() {
    var run =
        new Event.RunNamed(
            "GitHub Actions",
            "GitHub Actions run 1 attempt 2",
            Optional.empty(),
            Optional.empty(),
            Optional.of("octocat"),
            Optional.of("https://github.com/example/demo-app/commit/"));
    assertThat(page.of(Stories.canary().plus(Stories.BEGAN, run)))
        .contains("<a href=\"https://github.com/example/demo-app/commit/9f3c2ab41d07\"")
        .contains("<dt>Deployed by</dt><dd>octocat</dd>");
    var entered = new Event.RoleAssumed("arn:aws:iam::2:role/deploy", "xacct-ada", Stories.BEGAN);
    assertThat(page.of(Stories.canary().plus(Stories.BEGAN, entered)))
        .contains("<dd><code>xacct-ada</code> in the role <code>arn:aws:iam::2:role/deploy</code>");
  }

  @Test
  void showsInWhatTheTaskDefinitionDiffers() {
    assertThat(page.of(Stories.canary()))
        .contains("<h2>Changes of the task definition</h2>")
        .contains("<li class=\"good\">+ containers[app].environment[LOG_LEVEL]: debug</li>");
  }

  @Test
  void linksTheLogOfADeadTask() {
    assertThat(page.of(Stories.crashLoop()))
        .contains(
            "href=\"https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1"
                + "#logsV2:log-groups/log-group/$252Fecs$252Fdemo/log-events/app$252Fapp$252F27ab04d9")
        .contains("</a> of log group <code>/ecs/demo</code>");
  }

  @Test
  void showsTheLastLinesOfALogOnce() {
    var conclusion =
        new Event.Concluded(
            Verdict.ROLLED_BACK,
            Optional.of("It failed."),
            List.of("Last lines of task 27ab04d9:", "  | DB_URL is not set", "ECS said: no"),
            List.of());
    assertThat(page.of(Stories.crashLoop().plus(Stories.BEGAN.plusSeconds(20), conclusion)))
        .contains("<p class=\"lines evidence\">ECS said: no</p>");
    assertThat(page.of(Stories.canary().plus(Stories.BEGAN.plusSeconds(900), conclusion)))
        .as("where no task was seen to die")
        .contains("\n  | DB_URL is not set\n");
  }

  @Test
  void reportsTheReadersTime() {
    assertThat(new DeploymentPage(ZoneId.of("Europe/Berlin")).of(Stories.canary()))
        .contains(">23 Nov 2026, 15:00:00</time>")
        .contains("UTC+01:00");
  }

  @Test
  void reportsWhyTasksDied() {
    assertThat(page.of(Stories.crashLoop()))
        .contains(
            "<span class=\"count\">3 ×</span> Essential container in task exited"
                + " (EssentialContainerExited)")
        .contains("app exited with 1")
        .contains("java.lang.IllegalStateException: DB_URL is not set\n")
        .contains("<b>Opened at 14:00:09:</b> 3 tasks of green died, the limit is 3.");
  }

  @Test
  void drawsNothingOfWhatWasNotSeen() {
    assertThat(page.of(new DeploymentRecord(Stories.BEGAN, List.of())))
        .doesNotContain("<svg", "<figure", "What went wrong", "circuit breaker saw");
  }

  @Test
  void asksNobodyForAnything() {
    assertThat(page.of(Stories.crashLoop()))
        .contains("default-src 'none'; style-src 'unsafe-inline'")
        .doesNotContain("<script", "<link", "<img", "src=", "url(", "@import");
  }

  @Test
  void makesNoMarkupOfWhatOthersSaid() {
    var html = page.of(Stories.hostile());

    assertThat(html)
        .doesNotContain("<script", "<img", "href=\"javascript:", "\u001b", "\u202e")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
    assertThat(html.split("</title>", -1)).hasSize(2);
    assertThat(html.split("</pre>", -1)).hasSize(3);
  }

  @Test
  void looksTheSameOnEveryMachine() {
    var before = Locale.getDefault();
    try {
      String here = page.of(Stories.hookFailed());
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(new DeploymentPage(ZoneOffset.UTC).of(Stories.hookFailed())).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void linksToTheConsole() {
    assertThat(page.of(Stories.canary()))
        .contains("deployments/d-ABCDEF123\" rel=\"noreferrer\">d-ABCDEF123 in the console</a>");
    var nowhere =
        new DeploymentRecord(Stories.BEGAN, List.of())
            .plus(Stories.BEGAN, new Event.DeploymentCreated("d-1", Optional.empty()));
    assertThat(page.of(nowhere)).contains("<code>d-1</code>");
  }

  /** WCAG's 4.5 to 1 for text, in light and in dark. */
  @Test
  void canBeReadByTiredEyes() {
    String css = page.of(Stories.canary());
    var schemes = css.split("prefers-color-scheme: dark", 2);
    assertThat(schemes).hasSize(2);
    for (String scheme : schemes) {
      for (String pair :
          List.of(
              "ink card",
              "ink code",
              "ink page",
              "quiet card",
              "quiet page",
              "quiet code",
              "link card",
              "link page",
              "bad card",
              "good good-card",
              "bad bad-card",
              "mixed mixed-card",
              "going going-card",
              "ink blue-area",
              "ink green-area")) {
        String[] names = pair.split(" ");
        assertThat(contrast(colour(scheme, names[0]), colour(scheme, names[1])))
            .as(pair)
            .isGreaterThanOrEqualTo(4.5);
      }
    }
  }

  private static double contrast(double one, double other) {
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  /** Relative luminance of a custom property. */
  private static double colour(String css, String name) {
    var colour = Pattern.compile("--" + name + ": #([0-9a-f]{6})").matcher(css);
    assertThat(colour.find()).as(name).isTrue();
    var parts = new ArrayList<Double>();
    for (int i = 0; i < 6; i += 2) {
      double c = Integer.parseInt(colour.group(1).substring(i, i + 2), 16) / 255.0;
      parts.add(c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return 0.2126 * parts.get(0) + 0.7152 * parts.get(1) + 0.0722 * parts.get(2);
  }
}
