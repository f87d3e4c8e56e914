package io.github.xacct.report;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Text as HTML text: nothing that anybody logged, named or answered becomes markup. */
final class Html {
  private Html() {}

  /** Safe between tags and inside a quoted attribute; lines stay lines. */
  static String text(Object value) {
    return value
        .toString()
        .lines()
        .map(Words::printable)
        .collect(Collectors.joining("\n"))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /**
   * The beginning of a page that loads nothing and runs nothing.
   *
   * @param title text
   * @param style ours
   */
  static String head(String title, String style) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>"""
        + text(title)
        + "</title>\n<style>\n"
        + style
        + "</style>\n</head>\n<body>\n";
  }

  /** Fills a pattern of ours, with the same digits on every machine. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** A link, but only to the web: {@code javascript:} and its like stay text. */
  static String link(String url, String words) {
    return url.startsWith("https://") || url.startsWith("http://")
        ? format("<a href=\"%s\" rel=\"noreferrer\">%s</a>", text(url), text(words))
        : text(words);
  }

  /** Names, ids and digests, in a type that tells 0 from O. */
  static String code(Object value) {
    return "<code>" + text(value) + "</code>";
  }

  /** A term and its description, or nothing if there is none. */
  static String fact(String term, Optional<String> html) {
    return html.map(h -> format("<div><dt>%s</dt><dd>%s</dd></div>\n", text(term), h)).orElse("");
  }
}
