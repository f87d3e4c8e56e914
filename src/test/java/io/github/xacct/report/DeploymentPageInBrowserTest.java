package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a real browser reads it. */
@Tag("foreign")
class DeploymentPageInBrowserTest {
  @TempDir Path folder;

  @Test
  void tellsTheStoryOfACanary() throws Exception {
    assertThat(opened(Stories.canary()))
        .contains("<h1>demo-app is live in prod</h1>")
        .contains(">AllowTraffic</text>")
        .contains("class=\"bar good\"")
        .contains("green </tspan>10 %</text>")
        .contains("aria-label=\"Production traffic. ")
        .contains(">d-ABCDEF123 in the console</a>");
  }

  @Test
  void tellsTheStoryOfACrashLoop() throws Exception {
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
        .contains("<h2>What the circuit breaker saw</h2>");
  }

  private String opened(DeploymentRecord deployment) throws Exception {
    Path page = folder.resolve("deployment.html");
    Files.writeString(page, new DeploymentPage(ZoneOffset.UTC).of(deployment));
    Path output = folder.resolve("dom");
    Process browser =
        new ProcessBuilder(
                browser(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(browser.waitFor(60, TimeUnit.SECONDS)).as("browser ended").isTrue();
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly().waitFor();
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private static String browser() {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(
                folder ->
                    Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "no chromium on the PATH: apt-get install chromium");
    return found.get().toString();
  }
}
