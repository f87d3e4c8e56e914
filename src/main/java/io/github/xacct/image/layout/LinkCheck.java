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
 * Checks that the classes that the project's classes link to are in the image. Reads only their
 * constant pools, and of jars only the lists of entries.
 */
final class LinkCheck {
  private static final int EXAMPLES = 3;
  private static final String CLASS = ".class";

  /** Packages that Java 8 has and later releases do not have. */
  private static final List<String> ONLY_IN_JAVA_8 =
      List.of("javax/", "sun/", "com/sun/", "org/omg/");

  /** The names, with slashes, of missing classes, each with a class that links to it. */
  private final Map<String, String> missing = new TreeMap<>();

  private LinkCheck() {}

  /** Checks an app whose dependencies are all in the image. */
  static LinkCheck of(AppFiles app) {
    return of(app, app.dependencies().stream().map(AppFiles.Dependency::file).toList());
  }

  /**
   * Checks the classes of the project and of its sibling modules.
   *
   * @param others jars and folders with further classes
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

  /** Excludes classes of the base image by the prefixes of their names. */
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

  /** One warning that lists the missing classes; empty if none is missing. */
  List<String> warnings() {
    return warnings(
        "Dependencies of scope provided are not available at run time; scope runtime or compile adds"
            + " them.");
  }

  /**
   * One warning that lists the missing classes; empty if none is missing.
   *
   * @param why explains why they may be missing and what to do
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

  /** Adds the classes of another module of this build. */
  private void linksOfSibling(Path jarOrFolder) {
    if (Files.isDirectory(jarOrFolder)) {
      linksOfFolder(jarOrFolder);
      return;
    }
    if (jarOrFolder.toString().endsWith("-tests.jar")) {
      return; // tests, which link to classes that the app does not need
    }
    try (var jar = new JarFile(jarOrFolder.toFile(), false)) {
      jar.stream()
          .filter(entry -> entry.getName().endsWith(CLASS))
          .forEach(entry -> links(entry.getName(), () -> jar.getInputStream(entry)));
    } catch (IOException e) {
      // a module without classes
    }
  }

  private void links(String entry, Content content) {
    if (entry.startsWith("META-INF/")) {
      return; // versions for other Java releases
    }
    String name = entry.substring(0, entry.length() - CLASS.length());
    try (InputStream in = content.open()) {
      ClassFile.read(in, entry).classes().forEach(other -> missing.putIfAbsent(other, name));
    } catch (IOException e) {
      // not a valid class file; the search for the main class reports it
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
      // a dependency that is not an archive, such as a native library with its own handler
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

  /** Opens the content of a class file. */
  private interface Content {
    InputStream open() throws IOException;
  }
}
