package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.image.file.Sha256;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The names of the jars in the image's single folder of jars.
 *
 * <p>A jar whose manifest names jars that would be beside it gets its own folder: they are not
 * beside it in Maven's repository, and the JVM would load them too early.
 *
 * <p>If two groups have the same file name, such as {@code common-1.0.jar}, both get a part of
 * their content's hash. Jib would add the size, which two different jars can share.
 *
 * @param names by jar, in the order of the class path
 * @param manifests of the jars
 */
record JarNames(Map<Path, String> names, List<ManifestClassPath> manifests) {
  static final String FOLDER = "/app/libs/";

  static JarNames of(AppFiles app) {
    List<Path> jars =
        app.dependencies().stream()
            .map(AppFiles.Dependency::file)
            .distinct()
            .filter(jar -> !Files.isDirectory(jar))
            .toList();
    jars.forEach(JarNames::requireThere);
    var count = new TreeMap<String, Integer>();
    jars.forEach(jar -> count.merge(name(jar), 1, Integer::sum));
    var names = new LinkedHashMap<Path, String>();
    jars.forEach(
        jar ->
            names.put(
                jar, Objects.requireNonNull(count.get(name(jar))) == 1 ? name(jar) : marked(jar)));
    var beside = new HashMap<String, Path>();
    names.forEach((jar, name) -> beside.put(name, jar));
    List<ManifestClassPath> manifests = jars.stream().map(ManifestClassPath::of).toList();
    manifests.stream()
        .filter(manifest -> manifest.findsMore(beside))
        .forEach(manifest -> names.computeIfPresent(manifest.jar(), (jar, name) -> alone(name)));
    return new JarNames(names, manifests);
  }

  /** Warns of local jars that manifests add to the class path of the tests, one line each. */
  List<String> warnings() {
    Set<String> there = names.keySet().stream().map(JarNames::name).collect(Collectors.toSet());
    return manifests.stream()
        .flatMap(
            manifest ->
                manifest.found(there).stream()
                    .map(
                        other ->
                            """
                            Not in the image: %s, which the manifest of %s adds to the class \
                            path of the tests. Declare it as a dependency, or ignore this if \
                            the app does not need it."""
                                .formatted(other, manifest.jar())))
        .toList();
  }

  /** The path of a jar in the image. */
  String path(Path jar) {
    return FOLDER + names.get(jar);
  }

  /** The entries of a layer by their path in the image, without folders. */
  Map<String, FileEntry> entries(List<Path> files) {
    var entries = new TreeMap<String, FileEntry>();
    files.stream()
        .filter(names::containsKey)
        .forEach(jar -> FileTree.put(entries, jar, path(jar), "644"));
    return entries;
  }

  private static String alone(String name) {
    return (name.endsWith(".jar") ? name.substring(0, name.length() - 4) : name + ".d")
        + "/"
        + name;
  }

  private static String name(Path jar) {
    return jar.getFileName().toString();
  }

  private static String marked(Path jar) {
    String name = name(jar);
    int dot = name.lastIndexOf('.');
    int end = dot < 0 ? name.length() : dot;
    return name.substring(0, end) + "-" + Sha256.ofFile(jar, 4) + name.substring(end);
  }

  private static void requireThere(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw XacctException.yours("The app needs " + jar + ", which does not exist.")
          .suggestion("mvn package xacct:image, from the folder of the parent for sibling modules");
    }
  }
}
