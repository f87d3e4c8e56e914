package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whether the Javadoc is written in the English of AWS's and Maven's own documentation. */
class JavadocTest {
  /** A file specifies, a method returns, AWS reports; and a sentence names who acts. */
  private static final Pattern AVOIDED =
      Pattern.compile(
          "\\b(says?|said|tells?|told|made of|g(ives?|iven|ave|iving) up|nobody|somebody|anybody|whoever)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern JAVADOC = Pattern.compile("/\\*\\*.*?\\*/", Pattern.DOTALL);

  /** Quotations of AWS, and code. */
  private static final Pattern QUOTED =
      Pattern.compile("\"[^\"]*\"|\\{@code[^}]*}|<code>.*?</code>", Pattern.DOTALL);

  @Test
  void usesNoWordsThatWeAvoid() throws IOException {
    var found = new ArrayList<String>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      JAVADOC.matcher(text).results().forEach(comment -> check(file, text, comment, found));
    }
    assertThat(found).isEmpty();
  }

  private static void check(Path file, String text, MatchResult comment, List<String> found) {
    String words = QUOTED.matcher(comment.group()).replaceAll(JavadocTest::blank);
    AVOIDED
        .matcher(words)
        .results()
        .forEach(
            word ->
                found.add(
                    "%s:%d: %s"
                        .formatted(
                            file, line(text, comment.start() + word.start()), word.group())));
  }

  /** Blanks of the same length, which keep the line numbers. */
  private static String blank(MatchResult quoted) {
    return quoted.group().replaceAll("[^\n]", " ");
  }

  private static long line(String text, int offset) {
    return 1 + text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  private static List<Path> sources() throws IOException {
    try (var files = Files.walk(Path.of("src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
