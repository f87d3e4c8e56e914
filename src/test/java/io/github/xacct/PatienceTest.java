package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether tests wait long enough where dozens of JVMs share two cores, and leave those to them. */
class PatienceTest {
  private static final int SECONDS = 60;

  /** Limits of real time: of a process, of another thread, of an answer from this machine. */
  private static final List<Pattern> LIMITS =
      Stream.of(
              "\\b(?:waitFor|get|await|join)\\((\\d+), TimeUnit\\.SECONDS",
              "\\bDuration\\.ofSeconds\\((\\d+)\\)\\.toNanos\\(\\)",
              "\\bInstant\\.now\\(\\)\\.plus\\(Duration\\.ofSeconds\\((\\d+)\\)",
              "\\bTimeUnit\\.SECONDS\\.toNanos\\((\\d+)\\)",
              "\\bawaitSteady\\([^()]*\\bDuration\\.ofSeconds\\((\\d+)\\)",
              "\\bMap\\.of\\([^()]*\\), Duration\\.ofSeconds\\((\\d+)\\)\\)",
              "@Timeout\\((\\d+)\\)")
          .map(Pattern::compile)
          .toList();

  @Test
  void noTestWaitsLessThanAMinute() throws IOException {
    var hasty = new TreeSet<String>();
    for (Path file : sources()) {
      String text = Files.readString(file).replaceAll("\\s+", " ");
      for (Pattern limit : LIMITS) {
        limit
            .matcher(text)
            .results()
            .filter(found -> Integer.parseInt(found.group(1)) < SECONDS)
            .forEach(found -> hasty.add(file.getFileName() + ": " + found.group()));
      }
    }
    assertThat(hasty).isEmpty();
  }

  /** A loop that spins takes the time of what it waits for. */
  @Test
  void noTestSpins() throws IOException {
    var spinning = new TreeSet<String>();
    for (Path file : sources()) {
      if (Files.readString(file).contains("onSpin" + "Wait")) {
        spinning.add(file.getFileName().toString());
      }
    }
    assertThat(spinning).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (var files = Files.walk(Path.of("src/test/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
