package io.github.xacct.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.model.AppBuild.Start;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.AppFiles.Kind;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The app as Maven tested it: the project's classes and resources in one folder, and behind it the
 * dependencies in the order of Maven's class path.
 */
final class ClassPathLayout {
  static final String CLASSES = "/app/classes";

  private final AppFiles app;
  private final ImageSettings settings;
  private final Optional<Recognition> recognition;
  private final Path folder;
  private final Consumer<String> debug;
  private final AppLayers.Draft draft = new AppLayers.Draft();

  ClassPathLayout(
      AppFiles app,
      ImageSettings settings,
      Optional<Recognition> recognition,
      Path folder,
      Consumer<String> debug) {
    this.recognition = recognition;
    this.app = app;
    this.settings = settings;
    this.folder = folder;
    this.debug = debug;
  }

  AppLayers layers() {
    requireCompiled();
    var jars = JarNames.of(app);
    Map<Path, String> siblings = siblingFolders();
    draft.add("dependencies", jars.entries(app.of(Kind.RELEASE)));
    draft.add("snapshot dependencies", jars.entries(app.of(Kind.SNAPSHOT)));
    Map<String, FileEntry> modules = jars.entries(app.of(Kind.SIBLING));
    siblings.forEach((from, to) -> modules.putAll(FileTree.entries(from, to, file -> true)));
    draft.add("project dependencies", modules);
    var start = new ArrayList<>(List.of("-cp", classPath(jars, siblings)));
    draft.add("resources", FileTree.entries(app.classes(), CLASSES, file -> !isClass(file)));
    draft.add("classes", FileTree.entries(app.classes(), CLASSES, ClassPathLayout::isClass));
    Start main = main();
    start.add(main.mainClass());
    recognition.ifPresent(r -> draft.notes.add(r.line("a class path", main.mainClass())));
    draft.warnings.addAll(LinkCheck.of(app).warnings());
    ExtraFiles.add(draft, settings.extraDirectories(), folder);
    return draft.startedBy(start, main.arguments());
  }

  /** The project's own class files, for whoever looks for the main class. */
  static List<Path> classFiles(Path classes) {
    return FileTree.files(classes).stream().filter(ClassPathLayout::isClass).toList();
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(".class");
  }

  private void requireCompiled() {
    boolean there = Files.isDirectory(app.classes());
    if (!there || classFiles(app.classes()).isEmpty()) {
      throw XacctException.yours("The project is not compiled: no class in " + app.classes() + ".")
          .evidence(there ? "The folder holds no class file." : "The folder does not exist.")
          .suggestion("mvn package xacct:image");
    }
  }

  /** A module that is not packaged yet is a folder of classes. */
  private Map<Path, String> siblingFolders() {
    var folders = new LinkedHashMap<Path, String>();
    for (Path sibling : app.of(Kind.SIBLING)) {
      if (Files.isDirectory(sibling)) {
        folders.computeIfAbsent(sibling, s -> "/app/siblings/" + (folders.size() + 1));
      }
    }
    return folders;
  }

  /** The list itself, or the name of the file with it, which a Java 8 does not know. */
  private String classPath(JarNames jars, Map<Path, String> siblings) {
    var entries = new ArrayList<>(List.of(CLASSES));
    app.dependencies().stream()
        .map(d -> siblings.containsKey(d.file()) ? siblings.get(d.file()) : jars.path(d.file()))
        .distinct()
        .forEach(entries::add);
    String list = String.join(":", entries);
    if (app.build().release() < 9 || entries.size() == 1) {
      return list;
    }
    var layer = new TreeMap<String, FileEntry>();
    ArgumentFile.write(folder, "jib-classpath-file", list, layer);
    draft.add("class path", layer);
    return "@" + layer.keySet().iterator().next();
  }

  /** A class that the JVM would not find is reported here, and not by the first task that dies. */
  private Start main() {
    Start main = MainClass.of(settings, app, debug);
    List<Path> others = app.dependencies().stream().map(AppFiles.Dependency::file).toList();
    if (settings.mainClass().isEmpty() && !LinkCheck.has(main.mainClass(), app.classes(), others)) {
      throw XacctException.yours(
              "The class to start is not in the image: " + main.mainClass() + ".")
          .evidence("It was named by " + main.saidBy() + ".")
          .suggestion(
              "name one of the project or of a runtime dependency:"
                  + " <image><mainClass>com.example.App</mainClass></image>");
    }
    return main;
  }
}
