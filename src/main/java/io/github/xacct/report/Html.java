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

/** Builds HTML pages, and escapes foreign text so that it is not interpreted as markup. */
final class Html {
  /** The style sheet of all pages. */
  static final String STYLE = resource("deployment.css");

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH);

  private static final String REHEARSAL =
      " <span class=\"rehearsal\">Rehearsal on the embedded AWS</span>";

  private Html() {}

  /** Escapes a text for content and quoted attributes; line breaks are kept. */
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
   * Returns the head of a page that loads nothing and runs no script.
   *
   * @param title plain text
   * @param style style sheet
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
   * Returns a whole page.
   *
   * @param title plain text
   * @param style style sheet
   * @param footer HTML below the parts
   * @param parts HTML
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

  /** Returns a footer that links to the JSON file with the same content. */
  static String footer(String file) {
    return """
    <footer>
    <p>For scripts: <a href="%s">%s</a></p>
    </footer>
    """
        .formatted(file, file);
  }

  /**
   * Returns the header of a page: the verdict as a badge, a sentence, and a line below it.
   *
   * @param tone good, bad, mixed, going or quiet
   * @param below HTML
   */
  static String header(String tone, String word, boolean rehearsed, String sentence, String below) {
    return head(tone, word, rehearsed, sentence, "<p class=\"when\">" + below + "</p>\n");
  }

  /** Returns the header with any HTML below the sentence. */
  static String head(String tone, String word, boolean rehearsed, String sentence, String below) {
    return """
    <header class="%s">
    <p class="verdict"><span class="badge">%s</span>%s</p>
    <h1>%s</h1>
    %s</header>
    """
        .formatted(tone, text(word), rehearsed ? REHEARSAL : "", text(sentence), below);
  }

  /** Returns a list of facts. */
  static String facts(String... facts) {
    return "<dl class=\"facts\">\n" + String.join("", facts) + "</dl>\n";
  }

  /** Returns a section of a page with a title and HTML. */
  static String section(String title, String html) {
    return "<section>\n<h2>" + text(title) + "</h2>\n" + html + "</section>\n";
  }

  /** Returns lines that begin with +, - or ~, in the colours of additions, removals and changes. */
  static String difference(List<String> lines) {
    return lines.stream()
        .map(line -> format("<li class=\"%s\">%s</li>", change(line), text(line)))
        .collect(Collectors.joining("", "<ul class=\"lines difference\">", "</ul>\n"));
  }

  private static String change(String line) {
    return line.startsWith("+") ? "good" : line.startsWith("-") ? "bad" : "mixed";
  }

  /** Returns a date and time with its machine-readable form. */
  static String time(ZonedDateTime time) {
    return format("<time datetime=\"%s\">%s</time>", time.toInstant(), MOMENT.format(time));
  }

  /** Reads a resource next to this class. */
  static String resource(String name) {
    try (var in = Html.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Formats a pattern independently of the default locale. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** Returns a link if the URL is HTTP or HTTPS, else the text, such as for {@code javascript:}. */
  static String link(String url, String words) {
    return url.startsWith("https://") || url.startsWith("http://")
        ? format("<a href=\"%s\" rel=\"noreferrer\">%s</a>", text(url), text(words))
        : text(words);
  }

  /** Returns a name, ID or digest in a monospaced font. */
  static String code(Object value) {
    return "<code>" + text(value) + "</code>";
  }

  /** Returns a term with its description; empty if there is no description. */
  static String fact(String term, Optional<String> html) {
    return html.map(h -> format("<div><dt>%s</dt><dd>%s</dd></div>\n", text(term), h)).orElse("");
  }
}
