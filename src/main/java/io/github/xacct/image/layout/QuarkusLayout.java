package io.github.xacct.image.layout;

import io.github.xacct.image.file.FileTree;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;

/**
 * Lays out an app that Quarkus has packaged as a fast-jar: a folder with jars. Source: Quarkus'
 * guide "Maven tooling", "Configuring the Project Output".
 */
final class QuarkusLayout {
  private static final String ROOT = "/app";
  private static final String TRY =
      "mvn package, with quarkus.package.jar.type=fast-jar, its default";

  private final AppFiles app;
  private final ImageSettings settings;
  private final Recognition recognition;
  private final Path made;
  private final Path folder;

  QuarkusLayout(AppFiles app, ImageSettings settings, Recognition recognition, Path made) {
    this.made = made;
    this.app = app;
    this.settings = settings;
    this.recognition = recognition;
    this.folder = app.build().folder().resolve("quarkus-app");
  }

  AppLayers layers() {
    Path run = folder.resolve("quarkus-run.jar");
    if (!Files.isRegularFile(run)) {
      throw notFastJar();
    }
    requireNew();
    var draft = new LayersDraft();
    Path lib = folder.resolve("lib");
    draft.add("dependencies", FileTree.entries(lib, ROOT + "/lib", file -> true));
    draft.add("application", FileTree.entries(folder, ROOT, file -> !file.startsWith(lib)));
    draft.notes.add(recognition.line("its fast-jar", "quarkus-run.jar"));
    draft.warnings.addAll(LinkCheck.of(app, FileTree.files(folder)).warnings());
    ExtraFiles.add(draft, settings, made);
    return draft.startedBy(
        List.of(
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-jar",
            ROOT + "/quarkus-run.jar"),
        List.of());
  }

  /** Refuses a package that is older than the classes. */
  private void requireNew() {
    List<Path> jars = FileTree.files(folder.resolve("app"));
    for (Path file : FileTree.classFiles(app.classes())) {
      if (jars.stream().noneMatch(jar -> holds(jar, file))) {
        throw XacctException.yours("Quarkus' app in " + folder + " is older than the classes.")
            .evidence(file + " is not in it as it is.")
            .suggestion(TRY);
      }
    }
  }

  private boolean holds(Path jar, Path file) {
    String name = FileTree.path("", app.classes(), file).substring(1);
    try (var zip = new ZipFile(jar.toFile())) {
      var entry = zip.getEntry(name);
      return entry != null && entry.getSize() == Files.size(file);
    } catch (IOException e) {
      return false;
    }
  }

  private XacctException notFastJar() {
    var problem = XacctException.yours("Quarkus has not packaged the app as its fast-jar.");
    Optional<Path> runner = runner();
    boolean legacy = Files.isDirectory(app.build().folder().resolve("lib"));
    return runner
        .map(
            file ->
                problem.evidence(
                    "There is "
                        + file
                        + (file.toString().endsWith(".jar")
                            ? legacy ? ", its legacy-jar." : ", its uber-jar."
                            : ", its native executable.")))
        .orElse(problem.evidence("There is no " + folder + "."))
        .suggestion(TRY);
  }

  private Optional<Path> runner() {
    if (!Files.isDirectory(app.build().folder())) {
      return Optional.empty();
    }
    try (var files = Files.list(app.build().folder())) {
      return files
          .filter(f -> f.getFileName().toString().matches(".*-runner(\\.jar)?"))
          .sorted()
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
