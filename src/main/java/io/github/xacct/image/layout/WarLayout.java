package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.image.file.ExtractedFiles;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.AppFiles.Kind;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** Lays out the content of a war in the folder for web applications of the base image's server. */
final class WarLayout {
  private static final String CLASSES = "WEB-INF/classes/";
  private static final String LIBRARIES = "WEB-INF/lib/";

  /** Packages that a server provides. */
  private static final List<String> OF_THE_SERVER =
      List.of(
          "jakarta/", "javax/", "org/apache/catalina/", "org/apache/tomcat/", "org/eclipse/jetty/");

  private final AppFiles app;
  private final ImageSettings settings;
  private final Path folder;
  private final ExtractedFiles files;
  private final List<Path> libraries = new ArrayList<>();
  private final String root;
  private final Map<String, String> layerOfJar;

  WarLayout(AppFiles app, ImageSettings settings, Path folder) {
    this.app = app;
    this.settings = settings;
    this.folder = folder;
    this.files = new ExtractedFiles(folder.resolve("archive"));
    this.root = settings.appRoot().orElseThrow();
    this.layerOfJar =
        app.of(Kind.SNAPSHOT, Kind.SIBLING).stream()
            .collect(Collectors.toMap(WarLayout::name, this::layerOf, (one, other) -> one));
  }

  AppLayers layers() {
    Path war = war();
    try (var jar = new JarFile(war.toFile(), false)) {
      requireNew(jar, war);
      var layers = new LinkedHashMap<String, Map<String, FileEntry>>();
      List.of(
              "dependencies",
              "snapshot dependencies",
              "project dependencies",
              "resources",
              "classes")
          .forEach(name -> layers.put(name, new TreeMap<>()));
      for (ZipEntry entry : Collections.list(jar.entries())) {
        if (!entry.isDirectory()) {
          Path file = files.of(jar, entry);
          FileTree.put(
              Objects.requireNonNull(layers.get(layerOf(entry.getName()))),
              file,
              root + "/" + entry.getName(),
              "644");
          if (entry.getName().startsWith(LIBRARIES)) {
            libraries.add(file);
          }
        }
      }
      files.deleteOthers();
      var draft = new LayersDraft();
      layers.forEach(draft::add);
      draft.notes.add(
          "%s goes to %s; the server of %s starts it."
              .formatted(name(war), root, settings.baseImage()));
      draft.warnings.addAll(
          LinkCheck.of(app, libraries)
              .without(OF_THE_SERVER)
              .warnings(
                  "The server of the base image must have them; scope runtime or compile adds them"
                      + " to the war."));
      ExtraFiles.add(draft, settings, folder);
      return draft.startedBy(List.of(), List.of());
    } catch (IOException e) {
      throw XacctException.yours(war + " cannot be read.")
          .evidence(e.toString())
          .suggestion("package it again: mvn clean package")
          .cause(e);
    }
  }

  private Path war() {
    return app.build().archives().stream()
        .filter(file -> file.toString().endsWith(".war"))
        .findFirst()
        .orElseThrow(
            () ->
                XacctException.yours("There is no war in " + app.build().folder() + ".")
                    .suggestion("mvn package xacct:image"));
  }

  /** Refuses a war older than the classes; one with its classes in a jar cannot be checked. */
  private void requireNew(JarFile jar, Path war) {
    boolean asFiles = jar.stream().anyMatch(entry -> entry.getName().startsWith(CLASSES));
    if (asFiles && !ArchivedClasses.are(jar, CLASSES, app.classes())) {
      throw XacctException.yours(war + " is older than the classes.")
          .evidence("It does not hold those of " + app.classes() + " as they are.")
          .suggestion("mvn package xacct:image");
    }
  }

  private String layerOf(String entry) {
    if (entry.startsWith(LIBRARIES)) {
      return layerOfJar.getOrDefault(entry.substring(LIBRARIES.length()), "dependencies");
    }
    return entry.endsWith(".class") ? "classes" : "resources";
  }

  private String layerOf(Path jar) {
    return app.of(Kind.SIBLING).contains(jar) ? "project dependencies" : "snapshot dependencies";
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
