package io.github.xacct.model;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes text of other systems and people safe to print: a log line, a branch name or a response of
 * AWS must neither control the terminal nor reorder the characters of a line. It replaces the
 * control characters of ASCII and Unicode, and Unicode's bidirectional overrides, embeddings,
 * isolates and marks. Source: UAX #9, section 2; Unicode's general category Cc.
 */
public final class ForeignText {
  private static final Pattern STEERING =
      Pattern.compile(
          "[\\p{Cntrl}\\x{80}-\\x{9f}\\x{61c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}]");

  private ForeignText() {}

  /**
   * Returns one line in which control characters are replaced by U+FFFD and tabs by four spaces.
   */
  public static String line(String text) {
    return STEERING.matcher(text.replace("\t", "    ")).replaceAll("\ufffd");
  }

  /** Returns several lines, separated by {@code \n}, each safe to print. */
  public static String lines(String text) {
    if (!STEERING.matcher(text).find()) {
      return text;
    }
    return text.lines()
        .map(ForeignText::line)
        .collect(Collectors.joining("\n", "", text.endsWith("\n") ? "\n" : ""));
  }
}
