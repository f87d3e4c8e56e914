package io.github.xacct.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Text as HTML text: nothing that anybody logged, named or answered becomes markup. */
final class Html {
  /** The style sheet of all pages. */
  static final String STYLE = resource("deployment.css");

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH);

  private static final String REHEARSAL =
      " <span class=\"rehearsal\">Rehearsal on the embedded AWS</span>";

  private Html() {}

  /** Safe between tags and inside a quoted attribute; lines stay lines. */
  static String text(Object value) {
    return value
        .toString()
        .lines()
        .map(Format::printable)
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
  private static String head(String title, String style) {
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

  /**
   * A whole page.
   *
   * @param title text
   * @param style ours
   * @param footer below the rest; HTML, like the parts
   */
  static String page(String title, String style, String footer, String... parts) {
    return """
    %s<main>
    %s</main>
    %s</body>
    </html>
    """
        .formatted(head(title, style), String.join("", parts), footer);
  }

  /** The footer that names the file with the same for programs. */
  static String footer(String file) {
    return """
    <footer>
    <p>The same for machines: <a href="%s">%s</a></p>
    </footer>
    """
        .formatted(file, file);
  }

  /**
   * The head of a page: the verdict as a badge, a sentence, and what stands below it.
   *
   * @param tone good, bad, mixed, going or quiet
   * @param below already HTML
   */
  static String header(String tone, String word, boolean rehearsed, String sentence, String below) {
    return head(tone, word, rehearsed, sentence, "<p class=\"when\">" + below + "</p>\n");
  }

  /** The same, with everything below the sentence as HTML. */
  static String head(String tone, String word, boolean rehearsed, String sentence, String below) {
    return """
    <header class="%s">
    <p class="verdict"><span class="badge">%s</span>%s</p>
    <h1>%s</h1>
    %s</header>
    """
        .formatted(tone, text(word), rehearsed ? REHEARSAL : "", text(sentence), below);
  }

  /** A list of facts. */
  static String facts(String... facts) {
    return "<dl class=\"facts\">\n" + String.join("", facts) + "</dl>\n";
  }

  /** A part of a page; {@code html} is HTML. */
  static String section(String title, String html) {
    return "<section>\n<h2>" + text(title) + "</h2>\n" + html + "</section>\n";
  }

  /** Lines that begin with +, - or ~, in the colours of what comes, goes and changes. */
  static String difference(List<String> lines) {
    return lines.stream()
        .map(line -> format("<li class=\"%s\">%s</li>", change(line), text(line)))
        .collect(Collectors.joining("", "<ul class=\"lines difference\">", "</ul>\n"));
  }

  private static String change(String line) {
    return line.startsWith("+") ? "good" : line.startsWith("-") ? "bad" : "mixed";
  }

  /** A moment for people and machines. */
  static String time(ZonedDateTime time) {
    return format("<time datetime=\"%s\">%s</time>", time.toInstant(), MOMENT.format(time));
  }

  /** A file beside this class. */
  static String resource(String name) {
    try (var in = Html.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** Names, ids and digests, in a type that distinguishes 0 from O. */
  static String code(Object value) {
    return "<code>" + text(value) + "</code>";
  }

  /** A term and its description, or nothing if there is none. */
  static String fact(String term, Optional<String> html) {
    return html.map(h -> format("<div><dt>%s</dt><dd>%s</dd></div>\n", text(term), h)).orElse("");
  }
}
