package io.github.xacct.image.layout;

import io.github.xacct.model.AppFiles;
import io.github.xacct.model.Framework;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.Layout;
import io.github.xacct.model.XacctException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Selects the layout of an app by its files, unless one is configured. */
public final class Layouts {
  private Layouts() {}

  /**
   * Returns the app's layers.
   *
   * @param folder for intermediate files
   */
  public static AppLayers of(
      AppFiles app, ImageSettings settings, Path folder, Consumer<String> debug) {
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

  /** The archive repackaged by Spring Boot, unless it is outdated or starts another main class. */
  private static Optional<SpringBootArchive> repackaged(AppFiles app, ImageSettings settings) {
    boolean requested = settings.layout().equals(Optional.of(Layout.SPRING_BOOT));
    if (settings.layout().isPresent() && !requested) {
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
    if (requested && !fits) {
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
}
