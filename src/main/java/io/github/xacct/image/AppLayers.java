package io.github.xacct.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.Framework;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.Layout;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What lies in the image above its base, and how it starts.
 *
 * <p>Paths, times and permissions are ours and not the file system's, so that a clone, a touch or
 * another umask gives the same image. Folders on the way to a file are made by Jib.
 *
 * @param layers those that hold something, what changes least at the bottom
 * @param special what Jib cannot make itself, one of the layers
 * @param start the words behind {@code java} and its flags; none if the base image starts the app
 * @param arguments of the app, unless others are configured
 * @param notes one line each for the user
 * @param warnings likewise
 */
record AppLayers(
    List<FileEntriesLayer> layers,
    Optional<SpecialLayer> special,
    List<String> start,
    List<String> arguments,
    List<String> notes,
    List<String> warnings) {

  /**
   * Lays the app out.
   *
   * @param folder for files that are made on the way
   */
  static AppLayers of(AppFiles app, ImageSettings settings, Path folder, Consumer<String> debug) {
    if (settings.layout().equals(Optional.of(Layout.WAR))) {
      return new WarLayout(app, settings, folder).layers();
    }
    Optional<Recognition> recognition = Recognition.of(app);
    recognition.ifPresent(Recognition::requireSupported);
    if (recognition.filter(r -> r.framework() == Framework.QUARKUS).isPresent()) {
      return new QuarkusLayout(app, settings, recognition.get(), folder).layers();
    }
    Optional<SpringBootArchive> archive = repackaged(app, settings);
    if (archive.isPresent()) {
      try (var open = archive.get()) {
        return new SpringBootLayout(app, settings, folder).layers(open);
      }
    }
    var jar = PackagedJar.of(app, settings.layout(), folder);
    return new ClassPathLayout(app, settings, recognition, jar, folder, debug).layers();
  }

  /** What Spring Boot has repackaged, unless it is older than the classes or starts another one. */
  private static Optional<SpringBootArchive> repackaged(AppFiles app, ImageSettings settings) {
    boolean wished = settings.layout().equals(Optional.of(Layout.SPRING_BOOT));
    if (settings.layout().isPresent() && !wished) {
      return Optional.empty();
    }
    Optional<SpringBootArchive> archive = SpringBootArchive.firstOf(app.build().archives());
    boolean fits =
        archive.isPresent()
            && settings.mainClass().filter(c -> !c.equals(archive.get().startClass())).isEmpty()
            && archive.get().holds(app.classes());
    if (archive.isPresent() && !fits) {
      archive.get().close();
    }
    if (wished && !fits) {
      throw XacctException.yours("There is no archive of Spring Boot for layout spring-boot.")
          .evidence(
              archive
                  .map(a -> a.name() + " does not hold the project's classes as they are.")
                  .orElse("None in " + app.build().folder() + " was repackaged."))
          .suggestion(
              "mvn package xacct:image, with the repackage goal of spring-boot-maven-plugin");
    }
    return archive.filter(a -> fits);
  }

  /** What has been laid out so far. */
  static final class Draft {
    final List<FileEntriesLayer> layers = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();

    /** The layer that must be put into Jib's cache, if there is one. */
    SpecialLayer special;

    /** Whether there is such a file, or a folder with files. */
    boolean holds(String path) {
      return layers.stream()
          .flatMap(layer -> layer.getEntries().stream())
          .map(entry -> entry.getExtractionPath().toString())
          .anyMatch(p -> p.equals(path) || p.startsWith(path + "/"));
    }

    /** Adds a layer, unless it is empty. */
    void add(String name, Map<String, FileEntry> entries) {
      if (!entries.isEmpty()) {
        layers.add(
            FileEntriesLayer.builder()
                .setName(name)
                .setEntries(List.copyOf(entries.values()))
                .build());
      }
    }

    AppLayers startedBy(List<String> start, List<String> arguments) {
      warnings.addAll(PathNames.collisions(layers));
      return new AppLayers(
          List.copyOf(layers),
          Optional.ofNullable(special),
          List.copyOf(start),
          List.copyOf(arguments),
          List.copyOf(notes),
          List.copyOf(warnings));
    }
  }
}
