package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renders the page in a real browser. */
@Tag("foreign")
class DeploymentPageInBrowserTest {
  @TempDir Path folder;

  @Test
  void reportsTheStoryOfACanary() throws Exception {
    assertThat(opened(Stories.canary()))
        .contains("<h1>demo-app is live in prod</h1>")
        .contains(">AllowTraffic</text>")
        .contains("class=\"bar good\"")
        .contains("green </tspan>10 %</text>")
        .contains("aria-label=\"Production traffic. ")
        .contains(">d-ABCDEF123 in the console</a>");
  }

  @Test
  void reportsTheStoryOfACrashLoop() throws Exception {
    assertThat(opened(Stories.crashLoop()))
        .contains("<h1>demo-app was rolled back in prod</h1>")
        .contains("<h2>What went wrong</h2>")
        .contains("<span class=\"count\">3 ×</span>")
        .contains("DB_URL is not set")
        .contains("class=\"bar bad\"")
        .contains("Requests per second")
        .contains("↩ AllowTraffic");
  }

  @Test
  void runsNothingOfWhatOthersSaid() throws Exception {
    assertThat(opened(Stories.hostile()))
        .doesNotContain("<script", "<img", "href=\"javascript:")
        .contains("<h2>Stopped and unhealthy tasks</h2>");
  }

  private String opened(DeploymentRecord deployment) throws Exception {
    return Browser.in(folder).opened(new DeploymentPage(ZoneOffset.UTC).of(deployment));
  }
}
