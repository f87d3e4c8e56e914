package io.github.xacct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether docs/wrong-combinations.md shows what is refused, and in which words; {@code
 * -Dcombinations.write} writes them there.
 */
public final class WrongCombinationsDoc {
  private static final Path PAGE = Path.of("docs/wrong-combinations.md");

  private WrongCombinationsDoc() {}

  /**
   * Holds a section of the page to what the code reports.
   *
   * @param told messages by what is combined
   */
  public static void hold(String section, Map<String, String> told) {
    var rows = new StringBuilder();
    told.forEach(
        (name, message) ->
            rows.append("\n### ")
                .append(name)
                .append("\n\n```\n")
                .append(message)
                .append("\n```\n"));
    String page = read();
    Matcher part =
        Pattern.compile("(?s)(\\n## " + section + "\\n.*?)(\\n### .*?)?(?=\\n## |\\z)")
            .matcher(page);
    assertThat(part.find()).as("section " + section).isTrue();
    if (System.getProperty("combinations.write") != null) {
      write(page.substring(0, part.end(1)) + rows + page.substring(part.end()));
    } else {
      assertThat(part.group(2)).isEqualTo(rows.toString());
    }
  }

  private static String read() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String page) {
    try {
      Files.writeString(PAGE, page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
