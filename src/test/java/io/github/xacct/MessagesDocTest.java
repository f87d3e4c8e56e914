package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.model.DocPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documentation has what the code's messages point to, and is headed by what the code prints.
 */
class MessagesDocTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "xacct");

  /** The sources with texts that go over several lines joined. */
  private static final String WORDS =
      javaFiles()
          .map(MessagesDocTest::read)
          .map(text -> text.replaceAll("\"\\s*\\+\\s*\"", ""))
          .collect(Collectors.joining())
          .toLowerCase(Locale.ROOT);

  @ParameterizedTest
  @EnumSource
  void everyPlaceThatMessagesPointToExists(DocPage page) {
    String[] parts = page.place().split("#", 2);
    Path file = Path.of("docs", parts[0]);
    assertThat(file).exists();
    if (parts.length > 1) {
      assertThat(DocsTest.anchors(file)).contains(parts[1]);
    }
    assertThat(page.toString())
        .isEqualTo("https://github.com/xacct/xacct-maven-plugin/blob/main/docs/" + page.place());
  }

  @Test
  void noMessageNamesAPageItself() {
    assertThat(javaFiles().filter(file -> !file.endsWith("DocPage.java")))
        .allSatisfy(
            file ->
                assertThat(
                        read(file)
                            .lines()
                            .filter(line -> !line.strip().matches("(\\*|//|/\\*).*"))
                            .filter(
                                line -> line.matches(".*\"[^\"]*(README#|docs/[a-z-]+\\.md).*")))
                    .isEmpty());
  }

  /** What stands in backticks, between dots and alternatives, is what the code says. */
  @ParameterizedTest
  @MethodSource("messages")
  void troubleshootingIsHeadedByRealMessages(String message) {
    assertThat(WORDS.contains(message.toLowerCase(Locale.ROOT))).as(message).isTrue();
  }

  static Stream<String> messages() {
    return read(Path.of("docs", "troubleshooting.md"))
        .lines()
        .filter(line -> line.startsWith("## "))
        .flatMap(line -> all(Pattern.compile("`([^`]+)`"), line).stream())
        .flatMap(quoted -> Arrays.stream(quoted.group(1).split("\\.\\.\\.")))
        .map(String::strip)
        .filter(words -> words.length() > 1);
  }

  @ParameterizedTest
  @MethodSource("goals")
  void everyGoalHasARow(String goal) {
    assertThat(read(Path.of("docs", "goals.md")))
        .contains("\n| [`" + goal + "`](goals/" + goal + ".md) | ");
  }

  static Stream<String> goals() {
    return all(
            Pattern.compile("<mojo>\\s*<goal>([\\w-]+)</goal>"),
            read(Path.of("target", "classes", "META-INF", "maven", "plugin.xml")))
        .stream()
        .map(goal -> goal.group(1));
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static Stream<Path> javaFiles() {
    try (var files = Files.walk(SOURCES)) {
      return Arrays.stream(files.filter(f -> f.toString().endsWith(".java")).toArray(Path[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
