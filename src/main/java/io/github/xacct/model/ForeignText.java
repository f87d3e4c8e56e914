package io.github.xacct.model;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text that other systems and people wrote, made safe to show: an app's log line, a branch's name
 * or an answer of AWS must not steer its reader's terminal or turn the order of a line's
 * characters. Replaced are the control characters of ASCII and Unicode, and Unicode's bidirectional
 * overrides, embeddings, isolates and marks. Source: UAX #9, section 2; Unicode's general category
 * Cc.
 */
public final class ForeignText {
  private static final Pattern STEERING =
      Pattern.compile(
          "[\\p{Cntrl}\\x{80}-\\x{9f}\\x{61c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}]");

  private ForeignText() {}

  /** One line of it: each character that steers becomes U+FFFD, a tab four spaces. */
  public static String line(String text) {
    return STEERING.matcher(text.replace("\t", "    ")).replaceAll("\ufffd");
  }

  /** Several lines of it: line breaks stay, as {@code \n}. */
  public static String lines(String text) {
    if (!STEERING.matcher(text).find()) {
      return text;
    }
    return text.lines()
        .map(ForeignText::line)
        .collect(Collectors.joining("\n", "", text.endsWith("\n") ? "\n" : ""));
  }
}
