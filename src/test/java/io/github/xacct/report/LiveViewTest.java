package io.github.xacct.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
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
  @ValueSource(ints = {1, 2, 20, 24, 39, 40, 41, 63, 80, 120, 200})
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
    try (var live = new LiveReporter(transcript, screen, () -> 80, clock)) {
      live.report(new Event.DeploymentCreated("d-1", Optional.empty()));
      live.report(new Event.RollbackStarted("d-2"));
      assertThat(terminal.toString()).contains("\u001b[?25l");
    }
    assertThat(terminal.toString()).endsWith("\u001b[?7h\u001b[?25h");
    assertThat(Screen.after(terminal.toString()))
        .containsExactly(
            "14:00:00  Deployment d-1 created", "14:00:00  Rolling back by deployment d-2");
  }

  @Test
  void followsATerminalThatIsResized() {
    var terminal = new StringBuilder();
    var screen = new AnsiScreen(terminal::append, false);
    var clock = Clock.fixed(Stories.BEGAN, ZoneOffset.UTC);
    var columns = new AtomicInteger(120);
    String long80 = "d-" + "X".repeat(78);
    try (var live = new LiveReporter(event -> {}, screen, columns::get, clock)) {
      live.report(new Event.DeploymentCreated(long80, Optional.empty()));
      assertThat(terminal.toString()).contains(long80);
      columns.set(60);
      terminal.setLength(0);
      live.tick();
      assertThat(terminal.toString()).doesNotContain(long80).contains("XXX…");
      columns.set(100);
      terminal.setLength(0);
      live.tick();
      assertThat(terminal.toString()).contains(long80);
    }
  }

  @Test
  void paintsMarksAndBars() {
    var terminal = new StringBuilder();
    new AnsiScreen(terminal::append, true).draw(List.of("✓ ██░"), 80);
    assertThat(terminal.toString())
        .contains("\u001b[32m✓\u001b[0m \u001b[32m██\u001b[0m\u001b[34m░\u001b[0m\n");
  }

  @Test
  void knowsTheWidthOfATerminal() {
    assertThat(Stream.of("24 132\n", "0 0", "", "24 20", "24 999").map(TerminalWidth::parse))
        .containsExactly(132, 80, 80, 20, 200);
  }

  /** A terminal that implements the control sequences of the live view. */
  private static final class Screen {
    private static final Pattern PIECE =
        Pattern.compile(
            "\u001b\\[\\?\\d+[lh]|\\r|\u001b\\[(\\d+)A|\u001b\\[J|(\n)|([^\u001b\r\n]+)");

    static List<String> after(String written) {
      var lines = new ArrayList<>(List.of(""));
      int row = 0;
      for (var piece = PIECE.matcher(written); piece.find(); ) {
        if (piece.group(1) != null) {
          row -= Integer.parseInt(piece.group(1));
        } else if (piece.group().equals("\u001b[J")) {
          lines.subList(row, lines.size()).clear();
          lines.add("");
        } else if (piece.group(2) != null) {
          row++;
          lines.add("");
        } else if (piece.group(3) != null) {
          lines.set(row, lines.get(row) + piece.group(3));
        }
      }
      assertThat(lines.remove(lines.size() - 1)).isEmpty();
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
