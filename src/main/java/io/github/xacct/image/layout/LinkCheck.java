package io.github.xacct.image.layout;

import io.github.xacct.image.file.ClassFile;
import io.github.xacct.image.file.FileTree;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.DocPage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
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
  private static final String CLASS = ".class";

  /** What a Java 8 has and later ones have not. */
  private static final List<String> ONLY_IN_JAVA_8 =
      List.of("javax/", "sun/", "com/sun/", "org/omg/");

  /** The names with slashes of the missing classes, each with a class that links to it. */
  private final Map<String, String> missing = new TreeMap<>();

  private LinkCheck() {}

  /** Checks an app whose dependencies are in the image as they are. */
  static LinkCheck of(AppFiles app) {
    return of(app, app.dependencies().stream().map(AppFiles.Dependency::file).toList());
  }

  /**
   * Checks the classes of the project and of its sibling modules.
   *
   * @param others jars and folders that they may link to
   */
  static LinkCheck of(AppFiles app, List<Path> others) {
    var check = new LinkCheck();
    check.linksOfFolder(app.classes());
    app.of(AppFiles.Kind.SIBLING).forEach(check::linksOfSibling);
    Set<String> ofJava = packagesOfJava();
    check.missing.keySet().removeIf(name -> ofJava.contains(packageOf(name)));
    if (app.build().release() < 9) {
      check.without(ONLY_IN_JAVA_8);
    }
    check.removeThoseOf(app.classes());
    others.forEach(check::removeThoseOf);
    return check;
  }

  /** Leaves out classes that are in the base image, by the beginnings of their names. */
  LinkCheck without(List<String> packages) {
    missing.keySet().removeIf(name -> packages.stream().anyMatch(name::startsWith));
    return this;
  }

  /** Whether a class, named with dots, is in the folder or in one of the others. */
  static boolean has(String name, Path classes, List<Path> others) {
    var check = new LinkCheck();
    check.missing.put(name.replace('.', '/'), "");
    check.removeThoseOf(classes);
    others.forEach(check::removeThoseOf);
    return check.missing.isEmpty();
  }

  /** One warning that lists the missing classes; none if none is missing. */
  List<String> warnings() {
    return warnings(
        "Dependencies of scope provided are not there at run time; scope runtime or compile adds"
            + " them.");
  }

  /**
   * None, or one line.
   *
   * @param why they may be missing, and what helps
   */
  List<String> warnings(String why) {
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
        "Not in the image, though the project's classes link to them: %s%s. %s %s"
            .formatted(examples, more, why, DocPage.MISSING_CLASSES));
  }

  private void linksOfFolder(Path classes) {
    for (Path file : FileTree.classFiles(classes)) {
      String entry = classes.relativize(file).toString().replace(File.separatorChar, '/');
      links(entry, () -> Files.newInputStream(file));
    }
  }

  /** The classes of another module of this build, which are the project's as well. */
  private void linksOfSibling(Path jarOrFolder) {
    if (Files.isDirectory(jarOrFolder)) {
      linksOfFolder(jarOrFolder);
      return;
    }
    if (jarOrFolder.toString().endsWith("-tests.jar")) {
      return; // of its tests, which link to more than it is used for
    }
    try (var jar = new JarFile(jarOrFolder.toFile(), false)) {
      jar.stream()
          .filter(entry -> entry.getName().endsWith(CLASS))
          .forEach(entry -> links(entry.getName(), () -> jar.getInputStream(entry)));
    } catch (IOException e) {
      // A module that packages no classes.
    }
  }

  private void links(String entry, Content content) {
    if (entry.startsWith("META-INF/")) {
      return; // versions for other releases of Java
    }
    String name = entry.substring(0, entry.length() - CLASS.length());
    try (InputStream in = content.open()) {
      ClassFile.read(in, entry).classes().forEach(other -> missing.putIfAbsent(other, name));
    } catch (IOException e) {
      // Not a class that Java would load either; whoever looks for the main class reports it.
    }
  }

  private void removeThoseOf(Path jarOrFolder) {
    if (missing.isEmpty()) {
      return;
    }
    if (Files.isDirectory(jarOrFolder)) {
      missing.keySet().removeIf(n -> Files.exists(jarOrFolder.resolve(n + CLASS)));
      return;
    }
    try (var jar = new JarFile(jarOrFolder.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      missing.keySet().removeIf(n -> jar.getEntry(n + CLASS) != null);
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

  private static String packageOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private static String dotted(String name) {
    return name.replace('/', '.');
  }

  /** The bytes of a class. */
  private interface Content {
    InputStream open() throws IOException;
  }
}
