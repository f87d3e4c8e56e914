package io.github.xacct.image.layout;

import io.github.xacct.image.file.ClassFile;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.DocPage;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * Whether what the project's classes link to is in the image. Only their constant pools are read,
 * and of the jars only the lists of entries.
 */
final class LinkCheck {
  private static final int EXAMPLES = 3;

  /** What a Java 8 has and later ones have not. */
  private static final List<String> ONLY_IN_JAVA_8 =
      List.of("javax/", "sun/", "com/sun/", "org/omg/");

  /** The names with slashes of the missing classes, each with a class that links to it. */
  private final Map<String, String> missing = new TreeMap<>();

  private LinkCheck() {}

  static LinkCheck of(AppFiles app) {
    return of(
        app.classes(),
        app.dependencies().stream().map(AppFiles.Dependency::file).toList(),
        app.build().release());
  }

  /**
   * Checks the classes of a folder.
   *
   * @param others jars and folders that they may link to
   * @param release of Java that runs them
   */
  static LinkCheck of(Path classes, List<Path> others, int release) {
    var check = new LinkCheck();
    for (Path file : FileTree.classFiles(classes)) {
      String name = name(classes, file);
      if (!name.startsWith("META-INF/")) { // versions for other releases of Java
        check.links(file, name);
      }
    }
    Set<String> ofJava = packagesOfJava();
    check.missing.keySet().removeIf(name -> ofJava.contains(packageOf(name)));
    if (release < 9) {
      check.missing.keySet().removeIf(n -> ONLY_IN_JAVA_8.stream().anyMatch(n::startsWith));
    }
    check.removeThoseOf(classes);
    others.forEach(check::removeThoseOf);
    return check;
  }

  /** Whether a class, named with dots, is in the folder or in one of the others. */
  static boolean has(String name, Path classes, List<Path> others) {
    var check = new LinkCheck();
    check.missing.put(name.replace('.', '/'), "");
    check.removeThoseOf(classes);
    others.forEach(check::removeThoseOf);
    return check.missing.isEmpty();
  }

  /** None, or one line. */
  List<String> warnings() {
    if (missing.isEmpty()) {
      return List.of();
    }
    String examples =
        missing.entrySet().stream()
            .limit(EXAMPLES)
            .map(e -> dotted(e.getKey()) + " (used by " + dotted(e.getValue()) + ")")
            .collect(Collectors.joining(", "));
    String more = missing.size() > EXAMPLES ? " and " + (missing.size() - EXAMPLES) + " more" : "";
    return List.of(
        "Not in the image, though the project's classes link to them: "
            + examples
            + more
            + ". Dependencies of scope provided are not there at run time; scope runtime or compile"
            + " adds them. "
            + DocPage.MISSING_CLASSES);
  }

  private void links(Path file, String name) {
    try {
      ClassFile.read(file).classes().forEach(other -> missing.putIfAbsent(other, name));
    } catch (IOException e) {
      // Not a class that Java would load either; whoever looks for the main class reports it.
    }
  }

  private void removeThoseOf(Path jarOrFolder) {
    if (missing.isEmpty()) {
      return;
    }
    if (Files.isDirectory(jarOrFolder)) {
      missing.keySet().removeIf(n -> Files.exists(jarOrFolder.resolve(n + ".class")));
      return;
    }
    try (var jar = new JarFile(jarOrFolder.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      missing.keySet().removeIf(n -> jar.getEntry(n + ".class") != null);
    } catch (IOException e) {
      // A dependency that is no archive, such as a native library with its own handler.
    }
  }

  private static Set<String> packagesOfJava() {
    return ModuleFinder.ofSystem().findAll().stream()
        .flatMap(module -> module.descriptor().packages().stream())
        .map(name -> name.replace('.', '/'))
        .collect(Collectors.toSet());
  }

  private static String name(Path classes, Path file) {
    String path = classes.relativize(file).toString().replace(File.separatorChar, '/');
    return path.substring(0, path.length() - ".class".length());
  }

  private static String packageOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private static String dotted(String name) {
    return name.replace('/', '.');
  }
}
