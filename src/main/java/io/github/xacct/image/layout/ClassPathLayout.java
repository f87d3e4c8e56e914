package io.github.xacct.image.layout;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.model.AppBuild.Start;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.AppFiles.Kind;
import io.github.xacct.model.ImageSettings;
import io.github.xacct.model.XacctException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Lays out the app as tested by Maven: the project's classes and resources in one folder, followed
 * by the dependencies in the order of Maven's class path.
 */
final class ClassPathLayout {
  static final String CLASSES = "/app/classes";
  private static final String JAR = "/app/project.jar";

  private final AppFiles app;
  private final ImageSettings settings;
  private final Optional<Recognition> recognition;
  private final Optional<PackagedJar> jar;
  private final Path folder;
  private final Consumer<String> debug;
  private final LayersDraft draft = new LayersDraft();

  ClassPathLayout(
      AppFiles app,
      ImageSettings settings,
      Optional<Recognition> recognition,
      Optional<PackagedJar> jar,
      Path folder,
      Consumer<String> debug) {
    this.recognition = recognition;
    this.jar = jar;
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
    Optional<ModulePath> module = module();
    var start = new ArrayList<>(jar.map(PackagedJar::options).orElse(List.of()));
    start.addAll(paths(module, jars, siblings));
    addOwn();
    Start main = main();
    start.addAll(
        module
            .map(m -> List.of("-m", m.name() + "/" + main.mainClass()))
            .orElse(List.of(main.mainClass())));
    recognition.ifPresent(r -> draft.notes.add(r.line("a class path", main.mainClass())));
    module.ifPresent(
        m ->
            draft.notes.add("Recognized the Java module " + m.name() + ": starts it as a module."));
    draft.warnings.addAll(jars.warnings());
    draft.warnings.addAll(LinkCheck.of(app).warnings());
    ExtraFiles.add(draft, settings, folder);
    return draft.startedBy(start, main.arguments());
  }

  /** Adds the project's own classes and resources, as a folder or as the packaged jar. */
  private void addOwn() {
    if (jar.isPresent()) {
      var layer = new TreeMap<String, FileEntry>();
      FileTree.put(layer, jar.get().file(), JAR, "644");
      draft.add("application jar", layer);
      draft.notes.add(jar.get().note());
      return;
    }
    draft.add(
        "resources", FileTree.entries(app.classes(), CLASSES, file -> !FileTree.isClass(file)));
    draft.add("classes", FileTree.entries(app.classes(), CLASSES, FileTree::isClass));
  }

  private void requireCompiled() {
    boolean there = Files.isDirectory(app.classes());
    if (!there || FileTree.classFiles(app.classes()).isEmpty()) {
      throw XacctException.yours("The project is not compiled: no class in " + app.classes() + ".")
          .evidence(there ? "The folder holds no class file." : "The folder does not exist.")
          .suggestion("mvn package xacct:image");
    }
  }

  /** The folders in the image for sibling modules that are not packaged yet. */
  private Map<Path, String> siblingFolders() {
    var folders = new LinkedHashMap<Path, String>();
    for (Path sibling : app.of(Kind.SIBLING)) {
      if (Files.isDirectory(sibling)) {
        folders.computeIfAbsent(sibling, s -> "/app/siblings/" + (folders.size() + 1));
      }
    }
    return folders;
  }

  /**
   * The module path, if the app is a module without a framework or configured main class:
   * frameworks access the app's classes, which a module would have to open.
   */
  private Optional<ModulePath> module() {
    return recognition.isPresent() || settings.mainClass().isPresent() || app.build().release() < 9
        ? Optional.empty()
        : ModulePath.of(
            app.classes(), app.dependencies().stream().map(AppFiles.Dependency::file).toList());
  }

  /** The options for the class path, and the module path of a module. */
  private List<String> paths(
      Optional<ModulePath> module, JarNames jars, Map<Path, String> siblings) {
    var onClassPath = new LinkedHashSet<String>();
    var modules = new LinkedHashSet<String>();
    (module.isPresent() ? modules : onClassPath).add(jar.isPresent() ? JAR : CLASSES);
    for (AppFiles.Dependency dependency : app.dependencies()) {
      Path file = dependency.file();
      boolean isModule = module.filter(m -> m.holds(file)).isPresent();
      (isModule ? modules : onClassPath)
          .add(siblings.containsKey(file) ? siblings.get(file) : jars.path(file));
    }
    var layer = new TreeMap<String, FileEntry>();
    var options = new ArrayList<String>();
    if (!modules.isEmpty()) {
      options.addAll(List.of("-p", list("module-path-file", modules, layer)));
    }
    if (!onClassPath.isEmpty()) {
      options.addAll(List.of("-cp", list("jib-classpath-file", onClassPath, layer)));
    }
    draft.add("class path", layer);
    return options;
  }

  /** The list itself, or the name of an argument file with it, which Java 8 does not support. */
  private String list(String file, Set<String> entries, Map<String, FileEntry> layer) {
    String list = String.join(":", entries);
    if (app.build().release() < 9 || entries.size() == 1) {
      return list;
    }
    ArgumentFile.write(folder, file, list, layer);
    return "@/app/" + file;
  }

  /** The main class; refuses one that is not in the image, because the tasks would not start. */
  private Start main() {
    Start main = MainClass.of(settings, app, debug);
    List<Path> others = app.dependencies().stream().map(AppFiles.Dependency::file).toList();
    if (settings.mainClass().isEmpty() && !LinkCheck.has(main.mainClass(), app.classes(), others)) {
      throw XacctException.yours(
              "The class to start is not in the image: " + main.mainClass() + ".")
          .evidence("It was named by " + main.source() + ".")
          .suggestion(
              "name one of the project or of a runtime dependency:"
                  + " <image><mainClass>com.example.App</mainClass></image>");
    }
    draft.warnings.addAll(MainClass.doubts(settings, app, main));
    return main;
  }
}
