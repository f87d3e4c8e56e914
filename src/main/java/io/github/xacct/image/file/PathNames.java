package io.github.xacct.image.file;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names of files that are not the same on each system on which the image may be built. */
public final class PathNames {
  private static final char UNREADABLE = '\uFFFD';

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

  /** One line for each two files that are one on Windows or macOS. */
  public static List<String> collisions(List<FileEntriesLayer> layers) {
    Map<String, String> seen = new HashMap<>();
    var lines = new ArrayList<String>();
    for (FileEntriesLayer layer : layers) {
      layer
          .getEntries()
          .forEach(
              entry -> {
                String path = entry.getExtractionPath().toString();
                String same = Normalizer.normalize(path, Normalizer.Form.NFC);
                String other = seen.putIfAbsent(same.toLowerCase(Locale.ROOT), path);
                if (other != null && !other.equals(path)) {
                  lines.add(
                      other
                          + " and "
                          + path
                          + " differ only in "
                          + (other.equalsIgnoreCase(path) ? "case" : "the form of their letters")
                          + ": on Windows or macOS the image would have one of them.");
                }
              });
    }
    return lines;
  }
}
