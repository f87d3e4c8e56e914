package io.github.xacct.image.file;

import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks file names that differ between the systems on which an image may be built. */
public final class PathNames {
  private static final int EXAMPLES = 3;
  private static final char UNREADABLE = '\uFFFD';
  private static final String NOT_ON_WINDOWS = "<>:\"|?*\\";
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** Windows device names, with any extension and with spaces before it. */
  private static final Pattern DEVICE =
      Pattern.compile(
          "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private PathNames() {}

  /**
   * Refuses a name that would be different in an image built elsewhere.
   *
   * @param path in the image
   * @throws XacctException if it has a backslash, or characters outside of the locale's charset
   */
  static void require(Path file, String path) {
    if (path.indexOf('\\') >= 0) {
      throw XacctException.yours("The name of " + file + " has a backslash.")
          .evidence("On Windows it would be a folder and a file.")
          .suggestion("rename it, or keep it in another folder");
    }
    if (path.indexOf(UNREADABLE) >= 0) {
      throw XacctException.yours("The name of " + file + " cannot be read.")
          .evidence(
              "It is not of the character set of this build's locale, "
                  + System.getProperty("sun.jnu.encoding")
                  + ".")
          .suggestion("build with LC_ALL=C.UTF-8, or rename it");
    }
  }

  /**
   * Warns of names that another system would change: one line for all names that Windows cannot
   * store, and one for each pair that Windows or macOS treats as equal.
   *
   * @param paths in the image of files named on this machine
   */
  public static List<String> warnings(Collection<String> paths) {
    var unknown = new TreeSet<String>();
    var together = new LinkedHashSet<String>();
    Map<String, String> seen = new HashMap<>();
    for (String path : paths) {
      for (int end = next(path, 0); end > 0; end = next(path, end)) {
        String prefix = path.substring(0, end);
        if (!isNameOnWindows(prefix.substring(prefix.lastIndexOf('/') + 1))) {
          unknown.add(prefix);
        }
        String other = seen.putIfAbsent(folded(prefix), prefix);
        if (other != null && !other.equals(prefix)) {
          together.add(collision(other, prefix));
          break; // the rest of the path is reported already
        }
      }
    }
    var lines = new ArrayList<String>();
    if (!unknown.isEmpty()) {
      lines.add(notOnWindows(unknown));
    }
    lines.addAll(together);
    return lines;
  }

  /** The end of the next name in a path after an index, or 0 at the end of the path. */
  private static int next(String path, int from) {
    if (from == path.length()) {
      return 0;
    }
    int slash = path.indexOf('/', from + 1);
    return slash < 0 ? path.length() : slash;
  }

  /** The same string for names that are equal on a case-insensitive file system. */
  private static String folded(String path) {
    return Normalizer.normalize(path, Normalizer.Form.NFC)
        .toUpperCase(Locale.ROOT)
        .toLowerCase(Locale.ROOT);
  }

  /** Source: Microsoft's "Naming Files, Paths, and Namespaces", "Naming Conventions". */
  private static boolean isNameOnWindows(String name) {
    return name.chars().noneMatch(c -> c < ' ' || NOT_ON_WINDOWS.indexOf(c) >= 0)
        && !name.endsWith(".")
        && !name.endsWith(" ")
        && !DEVICE.matcher(name).matches();
  }

  private static String notOnWindows(Set<String> paths) {
    String examples =
        paths.stream().limit(EXAMPLES).map(PathNames::printable).collect(Collectors.joining(", "));
    String more = paths.size() > EXAMPLES ? " and " + (paths.size() - EXAMPLES) + " more" : "";
    return "Windows cannot store these names, so an image built there would not have them: "
        + examples
        + more
        + ".";
  }

  /** The path for a message, in quotes if its last character would be invisible. */
  private static String printable(String path) {
    String text = CONTROL.matcher(path).replaceAll("?");
    return text.endsWith(" ") || text.endsWith(".") ? "'" + text + "'" : text;
  }

  private static String collision(String one, String other) {
    return "%s and %s differ only in %s: on Windows or macOS the image would have one of them."
        .formatted(
            printable(one),
            printable(other),
            one.equalsIgnoreCase(other) ? "case" : "the form of their letters");
  }
}
