package io.github.xacct.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escapes foreign text for GitHub's Markdown, so that it is not interpreted as markup. Source:
 * GitHub Flavored Markdown Spec, "Backslash escapes", "Code spans", "Fenced code blocks" and
 * "Tables".
 */
final class Markdown {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]#!|~@]");
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  private Markdown() {}

  /** Returns the text on one line, escaped. */
  static String text(String words) {
    String line = Format.printable(words.replaceAll("\\s+", " ").strip());
    return SPECIAL
        .matcher(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
        .replaceAll(m -> Matcher.quoteReplacement("\\" + m.group()));
  }

  /** Returns a name or ID as a code span, valid in a table's cell too. */
  static String code(String words) {
    String line = Format.printable(words.replaceAll("\\s+", " ").strip()).replace("|", "\\|");
    String fence = "`".repeat(longestRun(line) + 1);
    String space = fence.length() > 1 ? " " : "";
    return fence + space + line + space + fence;
  }

  /** Returns lines as a fenced code block. */
  static String block(List<String> lines) {
    String text = lines.stream().map(Format::printable).reduce((a, b) -> a + "\n" + b).orElse("");
    String fence = "`".repeat(Math.max(3, longestRun(text) + 1));
    return fence + "text\n" + text + "\n" + fence + "\n";
  }

  /** Returns a link if the URL is HTTP or HTTPS, else the text. */
  static String link(String words, String url) {
    return url.matches("https?://[^\\s<>\"()|\\\\]+")
        ? "[" + text(words) + "](" + url + ")"
        : text(words);
  }

  private static int longestRun(String text) {
    return BACKTICKS.matcher(text).results().mapToInt(run -> run.group().length()).max().orElse(0);
  }
}
