package io.github.xacct.goal.project;

import io.github.xacct.image.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What else affects how Maven interprets a repository's POM: the environment variables that it
 * references, and the files of this machine that activate its profiles. Each is represented as a
 * line that differs after a change.
 */
final class PomInfluences {
  static final String VARIABLE = "env ";
  static final String FILE = "was ";

  private static final Pattern NAME = Pattern.compile("env\\.([\\w.-]+)");
  private static final Pattern VALUE = Pattern.compile(">\\s*([^<]*?)\\s*<");
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]*)}");

  private final Properties machine;

  /**
   * @param machine Maven's system properties, which include the environment variables
   */
  PomInfluences(Properties machine) {
    this.machine = machine;
  }

  /** Returns the lines of a POM; empty if one of them cannot be determined. */
  Optional<Set<String>> of(String pom) {
    var lines = new TreeSet<String>();
    for (int at = pom.indexOf("env."); at >= 0; at = pom.indexOf("env.", at + 1)) {
      Matcher name = NAME.matcher(pom).region(at, pom.length());
      if (name.lookingAt()) {
        lines.add(variable(name.group(1)));
      }
    }
    return files(pom, "<exists>", lines) && files(pom, "<missing>", lines)
        ? Optional.of(lines)
        : Optional.empty();
  }

  /** Whether a line is unchanged. */
  boolean isSame(String line) {
    String rest = line.substring(4);
    String now =
        line.startsWith(VARIABLE)
            ? variable(rest.substring(0, rest.indexOf('=')))
            : file(Path.of(rest.substring(rest.indexOf(' ') + 1)));
    return line.equals(now);
  }

  /** Returns the line of a variable, with a hash instead of its value, which may be a secret. */
  private String variable(String name) {
    String value = machine.getProperty("env." + name);
    String hash = value == null ? "" : Sha256.of(value.getBytes(StandardCharsets.UTF_8));
    return VARIABLE + name + "=" + hash;
  }

  private static String file(Path path) {
    return FILE + Files.exists(path) + " " + path;
  }

  /**
   * Adds lines for the files in an element; paths below basedir are skipped because a repository's
   * POM has no folder.
   */
  private boolean files(String pom, String element, Set<String> lines) {
    for (int at = pom.indexOf(element); at >= 0; at = pom.indexOf(element, at + 1)) {
      Matcher value = VALUE.matcher(pom).region(at + element.length() - 1, pom.length());
      if (!value.lookingAt()) {
        return false;
      }
      if (!value.group(1).contains("basedir}")) {
        String path =
            PROPERTY
                .matcher(value.group(1))
                .replaceAll(p -> Matcher.quoteReplacement(machine.getProperty(p.group(1), "${}")));
        if (path.contains("${") || path.indexOf('\n') >= 0) {
          return false;
        }
        try {
          if (Path.of(path).isAbsolute()) {
            lines.add(file(Path.of(path)));
          }
        } catch (InvalidPathException e) {
          return false;
        }
      }
    }
    return true;
  }
}
