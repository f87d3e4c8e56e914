package io.github.xacct.image.layout;

import java.io.IOException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The jars and folders that a jar's manifest adds to the class path after the jar. Source: JAR File
 * Specification, "Class-Path Attribute".
 *
 * @param entries as written: URLs relative to the jar
 */
record ManifestClassPath(Path jar, List<String> entries) {

  static ManifestClassPath of(Path file) {
    try (var jar = new JarFile(file.toFile(), false)) {
      Manifest manifest = jar.getManifest();
      String value =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return new ManifestClassPath(file, value == null ? List.of() : words(value));
    } catch (IOException e) {
      return new ManifestClassPath(file, List.of()); // not an archive
    }
  }

  private static List<String> words(String value) {
    return Stream.of(value.split(" +")).filter(word -> !word.isEmpty()).toList();
  }

  /**
   * Whether the JVM would find one of these files through the manifest, although the tests did not.
   *
   * @param beside local files, by their names in the jar's folder in the image
   */
  boolean findsMore(Map<String, Path> beside) {
    return entries.stream()
        .anyMatch(
            entry -> {
              Path other = beside.get(entry.replaceFirst("^(\\./)+", ""));
              return other != null && onThisMachine(entry).noneMatch(other::equals);
            });
  }

  /**
   * The entries that exist on this machine, and so were used by the tests.
   *
   * @param others names of the jars on the class path itself
   */
  List<Path> found(Set<String> others) {
    return entries.stream()
        .flatMap(this::onThisMachine)
        .filter(file -> !jar.startsWith(file))
        .filter(file -> !others.contains(String.valueOf(file.getFileName())))
        .toList();
  }

  private Stream<Path> onThisMachine(String entry) {
    try {
      return Stream.of(Path.of(jar.toUri().resolve(entry))).filter(Files::exists);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Stream.of(); // not a file URL
    }
  }
}
