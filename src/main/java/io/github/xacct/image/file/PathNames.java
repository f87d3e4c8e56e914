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

/** Names of files that are not the same on each system on which the image may be built. */
public final class PathNames {
  private static final int EXAMPLES = 3;
  private static final char UNREADABLE = '\uFFFD';
  private static final String NOT_ON_WINDOWS = "<>:\"|?*\\";
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /** With any extension, and with spaces before it. */
  private static final Pattern DEVICE =
      Pattern.compile(
          "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private PathNames() {}

  /**
   * Refuses a name that would be another one in an image built elsewhere.
   *
   * @param path in the image
   * @throws XacctException if it has a backslash, or characters that the locale does not know
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
   * What a build on another system would call otherwise: one line for all names that Windows cannot
   * store, and one for each two that are one name on Windows or macOS.
   *
   * @param paths in the image of what has its name from this machine's file system
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
          break; // what is below has been said
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

  /** Where the first name of a path that ends behind a place ends, or 0. */
  private static int next(String path, int from) {
    if (from == path.length()) {
      return 0;
    }
    int slash = path.indexOf('/', from + 1);
    return slash < 0 ? path.length() : slash;
  }

  /** Equal for names that are one name on a file system that knows no case. */
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

  /** In quotes where the end of the name would not be seen. */
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
