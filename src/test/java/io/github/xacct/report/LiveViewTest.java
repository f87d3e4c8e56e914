package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveViewTest {

  @Test
  void showsACanaryAtTenPercent() {
    assertThat(lines(80, until(Stories.canary(), 120), 120))
        .containsExactly(
            "",
            "  demo-app to prod  d-ABCDEF123",
            "  ✓ BeforeInstall           0.4 s",
            "  ✓ Install                 1 min 10 s",
            "  ✓ AfterInstall            0.5 s",
            "  ✓ AllowTestTraffic        1.2 s",
            "  ✓ GET /health             0.2 s",
            "  ✓ AfterAllowTestTraffic   17 s",
            "  ✓ BeforeAllowTraffic      0.4 s",
            "  ● AllowTraffic            22 s",
            "  blue   2 of 2 running",
            "  green  2 of 2 running",
            "  traffic " + "█".repeat(6) + "░".repeat(51) + " green 10 %",
            "  1 min 57 s of about 9 min 0 s, at most 1 h 10 min");
  }

  @Test
  void showsACrashLoopOnANarrowTerminal() {
    assertThat(lines(40, until(Stories.crashLoop(), 11), 11))
        .containsExactly(
            "",
            "  demo-app to prod  d-ABCDEF123",
            "  ✓ BeforeInstall           0.3 s",
            "  ✗ Install                 6.2 s",
            "  ✗ Task died               3 times",
            "  ✗ Circuit breaker",
            "  · Rollback begins",
            "  ✓ ↩ BeforeInstall         0.2 s",
            "  blue   2 of 2 running",
            "  green  0 of 2 running, 2 pending",
            "  traffic " + "░".repeat(17) + " green 0 %",
            "  8.0 s of about 9 min 0 s, at most 1 h…");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 41, 63, 80, 120, 200})
  void neverWraps(int width) {
    for (var story : List.of(Stories.canary(), Stories.hookFailed(), Stories.hostile())) {
      assertThat(lines(width, story, 10_000))
          .allMatch(line -> line.codePointCount(0, line.length()) <= width)
          .noneMatch(line -> line.contains("\u001b"));
    }
  }

  @Test
  void redrawsInPlaceAndLeavesTheTranscript() {
    var terminal = new StringBuilder();
    var screen = new AnsiScreen(terminal::append, false);
    var clock = Clock.fixed(Stories.BEGAN, ZoneOffset.UTC);
    Reporter transcript =
        new PlainReporter(
            line -> terminal.append(line).append('\n'), line -> {}, clock, ZoneOffset.UTC);
    try (var live = new LiveReporter(transcript, screen, new LiveView(80), clock)) {
      live.tell(new Event.DeploymentCreated("d-1", java.util.Optional.empty()));
      live.tell(new Event.RollbackStarted("d-2"));
      assertThat(terminal.toString()).contains("\u001b[?25l");
    }
    assertThat(terminal.toString()).endsWith("\u001b[?7h\u001b[?25h");
    assertThat(Screen.after(terminal.toString()))
        .containsExactly(
            "14:00:00  Deployment d-1 created", "14:00:00  Rolling back by deployment d-2");
  }

  @Test
  void paintsMarksAndBars() {
    var terminal = new StringBuilder();
    new AnsiScreen(terminal::append, true).draw(List.of("✓ ██░"));
    assertThat(terminal.toString())
        .contains("\u001b[32m✓\u001b[0m \u001b[32m██\u001b[0m\u001b[34m░\u001b[0m\n");
  }

  @Test
  void knowsTheWidthOfATerminal() {
    assertThat(Stream.of("24 132\n", "0 0", "", "24 20", "24 999").map(TerminalWidth::parse))
        .containsExactly(132, 80, 80, 40, 200);
  }

  /** As much of a terminal as our control sequences need. */
  private static final class Screen {
    static List<String> after(String written) {
      var lines = new java.util.ArrayList<String>();
      var rest = written.replaceAll("\u001b\\[\\?\\d+[lh]", "").replace("\r", "");
      for (String line : rest.split("\n")) {
        var up = java.util.regex.Pattern.compile("^\u001b\\[(\\d+)A\u001b\\[J").matcher(line);
        while (up.find()) {
          int stay = lines.size() - Integer.parseInt(up.group(1));
          lines.subList(stay, lines.size()).clear();
          line = line.substring(up.end());
          up.reset(line);
        }
        lines.add(line);
      }
      lines.removeIf(String::isEmpty);
      return lines;
    }
  }

  private static List<String> lines(int width, DeploymentRecord deployment, int second) {
    return new LiveView(width).lines(deployment, Stories.BEGAN.plusSeconds(second));
  }

  private static DeploymentRecord until(DeploymentRecord deployment, int second) {
    Instant end = Stories.BEGAN.plusSeconds(second);
    return new DeploymentRecord(
        deployment.began(),
        deployment.events().stream().filter(e -> !e.at().isAfter(end)).toList());
  }
}
