package io.github.xacct.image.layout;

import io.github.xacct.model.AppFiles;
import io.github.xacct.model.Layout;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * The jar that the build has packaged, if it replaces the folder of classes: because it is
 * configured, or because the JVM reads attributes of its manifest.
 *
 * @param file reproducible copy of the jar
 * @param note for the user
 * @param options JVM options for its manifest
 */
record PackagedJar(Path file, String note, List<String> options) {

  /** The manifest attributes that have an effect at run time, most important first. */
  private static final List<String> READ_BY_THE_JVM =
      List.of(
          "Multi-Release",
          ManifestOptions.EXPORTS,
          ManifestOptions.OPENS,
          ManifestOptions.NATIVE_ACCESS,
          "Implementation-Version",
          "Implementation-Title",
          "Implementation-Vendor",
          "Specification-Version",
          "Specification-Title",
          "Specification-Vendor");

  /**
   * The jar; empty if the folder of classes is sufficient.
   *
   * @param folder for the copy
   */
  static Optional<PackagedJar> of(AppFiles app, Optional<Layout> layout, Path folder) {
    boolean requested = layout.equals(Optional.of(Layout.JAR));
    if (layout.isPresent() && !requested || !Files.isDirectory(app.classes())) {
      return Optional.empty();
    }
    for (Path archive : app.build().archives()) {
      Path plain = plain(archive);
      if (plain.toString().matches(".*\\.jar(\\.original)?")) {
        Optional<PackagedJar> found = read(plain, app, requested, folder);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    if (requested) {
      throw XacctException.yours("There is no jar of the project's classes for layout jar.")
          .evidence(
              "None in " + app.build().folder() + " holds all classes of " + app.classes() + ".")
          .suggestion("mvn package xacct:image");
    }
    return Optional.empty();
  }

  /** The original of an archive that Spring Boot or Maven Shade has replaced, by their naming. */
  private static Path plain(Path archive) {
    String name = archive.getFileName().toString();
    Path boot = archive.resolveSibling(name + ".original");
    Path shaded = archive.resolveSibling("original-" + name);
    return Files.isRegularFile(boot) ? boot : Files.isRegularFile(shaded) ? shaded : archive;
  }

  private static Optional<PackagedJar> read(
      Path file, AppFiles app, boolean requested, Path folder) {
    try (var jar = new JarFile(file.toFile(), false)) {
      Optional<String> reason = requested ? Optional.of("layout jar.") : reason(jar);
      if (reason.isEmpty() || !ArchivedClasses.are(jar, "", app.classes())) {
        return Optional.empty();
      }
      String name = file.getFileName().toString();
      return Optional.of(
          new PackagedJar(
              new ReproducibleJar(jar).in(folder.resolve("jar")),
              "On the class path is " + name + ", not the folder of classes: " + reason.get(),
              ManifestOptions.of(manifest(jar), app.build().release())));
    } catch (IOException e) {
      return Optional.empty(); // not a readable jar
    }
  }

  private static Optional<String> reason(JarFile jar) throws IOException {
    Attributes manifest = manifest(jar);
    return READ_BY_THE_JVM.stream()
        .filter(name -> manifest.getValue(name) != null)
        .findFirst()
        .map(name -> "its manifest has " + name + ".");
  }

  private static Attributes manifest(JarFile jar) throws IOException {
    return jar.getManifest() == null ? new Attributes() : jar.getManifest().getMainAttributes();
  }
}
