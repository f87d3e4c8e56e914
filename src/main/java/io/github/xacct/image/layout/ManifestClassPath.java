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
 * The jars and folders that a jar's manifest adds to the class path, behind the jar itself. Source:
 * JAR File Specification, "Class-Path Attribute".
 *
 * @param entries as they are written, addresses relative to the jar
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
      return new ManifestClassPath(file, List.of()); // no archive
    }
  }

  private static List<String> words(String value) {
    return Stream.of(value.split(" +")).filter(word -> !word.isEmpty()).toList();
  }

  /**
   * Whether the JVM would find one of these files behind the jar and did not in the tests.
   *
   * @param beside files of this machine by the names that they get in the jar's own folder
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
   * Those that are on this machine, so that the tests have them.
   *
   * @param others names of jars that are on the class path themselves
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
      return Stream.of(); // the address of something else
    }
  }
}
