package io.github.xacct.image.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.stream.Stream;

/**
 * Converts attributes of a jar's manifest to JVM options, because the JVM reads them only for
 * {@code -jar}. Source: JAR File Specification, "Main Attributes".
 */
final class ManifestOptions {
  static final String EXPORTS = "Add-Exports";
  static final String OPENS = "Add-Opens";
  static final String NATIVE_ACCESS = "Enable-Native-Access";

  private static final int WITH_MODULES = 9;
  private static final int WITH_NATIVE_ACCESS = 17;

  private ManifestOptions() {}

  /**
   * The JVM options for a manifest.
   *
   * @param release Java release of the classes; the JVM has at least this one
   */
  static List<String> of(Attributes manifest, int release) {
    var options = new ArrayList<String>();
    if (release >= WITH_MODULES) {
      packages(manifest, EXPORTS).forEach(p -> options.add("--add-exports=" + p + "=ALL-UNNAMED"));
      packages(manifest, OPENS).forEach(p -> options.add("--add-opens=" + p + "=ALL-UNNAMED"));
    }
    if (release >= WITH_NATIVE_ACCESS && manifest.getValue(NATIVE_ACCESS) != null) {
      options.add("--enable-native-access=ALL-UNNAMED");
    }
    return List.copyOf(options);
  }

  /** The packages in an attribute, such as {@code java.base/java.lang}. */
  private static Stream<String> packages(Attributes manifest, String name) {
    return Stream.of(Optional.ofNullable(manifest.getValue(name)).orElse("").trim().split("\\s+"))
        .filter(text -> !text.isEmpty());
  }
}
