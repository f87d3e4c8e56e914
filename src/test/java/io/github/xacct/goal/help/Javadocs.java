package io.github.xacct.goal.help;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Javadoc of the {@code ...Xml} classes as the lines of {@link ElementTexts}' resource. */
final class Javadocs {
  private static final Path FOLDER =
      Path.of("src/main/java/io/github/xacct/goal/configuration/xml");

  private static final Pattern COMMENT =
      Pattern.compile(
          "/\\*\\*(.*?)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*"
              + "(?:public class (\\w+)|[\\w<>, ]+? (\\w+);)",
          Pattern.DOTALL);

  private Javadocs() {}

  static String resource() throws IOException {
    var lines = new ArrayList<String>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> sorted =
          files
              .filter(file -> file.toString().matches(".*(Xml|Structures)\\.java"))
              .sorted()
              .toList();
      for (Path file : sorted) {
        lines(Files.readString(file), lines);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static void lines(String source, List<String> lines) {
    var comments = COMMENT.matcher(source);
    String type = "";
    while (comments.find()) {
      String text = text(comments.group(1));
      if (comments.group(2) != null) {
        type = comments.group(2);
        // The element's name is printed separately.
        lines.add(type + "\t\t" + capital(text.replaceFirst("^`<\\w+>`: ", "")));
      } else {
        int at = text.indexOf(" Default: ");
        String meaning = at < 0 ? text : text.substring(0, at);
        String byDefault = at < 0 ? "" : text.substring(at + " Default: ".length());
        if (meaning.endsWith(" Required.")) {
          byDefault = "required";
          meaning = meaning.substring(0, meaning.length() - " Required.".length());
        }
        lines.add(
            type
                + "."
                + comments.group(3)
                + "\t"
                + byDefault.replaceFirst("\\.$", "")
                + "\t"
                + meaning);
      }
    }
  }

  private static String text(String comment) {
    return comment
        .replaceAll("(?m)^\\s*\\*", "")
        .replaceAll("\\{@code\\s+((?:[^{}]|\\{[^}]*})*)}", "`$1`")
        .replaceAll("</?code>", "`")
        .replaceAll("\\s+", " ")
        .trim();
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
