package io.github.xacct.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import io.github.xacct.model.AppFiles;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which file lies where in the image, layer by layer, what changes least at the bottom.
 *
 * <p>Paths, times and permissions are ours and not the file system's, so that a clone, a touch or
 * another umask gives the same image. Folders on the way to a file are made by Jib.
 *
 * @param layers those that hold something
 * @param classPath of the app, as the image sees it
 */
record AppLayers(List<FileEntriesLayer> layers, List<String> classPath) {
  private static final String ROOT = "/app/";

  static AppLayers of(AppFiles app, List<Path> extraDirectories) {
    requireCompiled(app);
    var layers = new ArrayList<FileEntriesLayer>();
    var classPath = new ArrayList<String>();
    var jars = JarNames.of(app);

    add(layers, "dependencies", jars.entries(app.dependencies()));
    add(layers, "snapshot dependencies", jars.entries(app.snapshots()));
    Map<String, FileEntry> siblings = jars.entries(app.siblings());
    List<String> folders = addFolders(siblings, app.siblings());
    add(layers, "project dependencies", siblings);
    if (add(
        layers, "resources", tree(app.classes(), ROOT + "resources", not(AppLayers::isClass)))) {
      classPath.add(ROOT + "resources");
    }
    add(layers, "classes", tree(app.classes(), ROOT + "classes", AppLayers::isClass));
    classPath.add(ROOT + "classes");
    classPath.addAll(folders);
    if (!jars.isEmpty()) {
      classPath.add(ROOT + "libs/*");
    }
    add(layers, "extra files", extras(extraDirectories));
    return new AppLayers(List.copyOf(layers), List.copyOf(classPath));
  }

  /** The project's own class files, for whoever looks for the main class. */
  static List<Path> classFiles(Path classes) {
    return files(classes).stream().filter(AppLayers::isClass).sorted().toList();
  }

  private static void requireCompiled(AppFiles app) {
    boolean there = Files.isDirectory(app.classes());
    if (!there || files(app.classes()).stream().noneMatch(AppLayers::isClass)) {
      throw XacctException.yours("The project is not compiled: no class in " + app.classes() + ".")
          .evidence(there ? "The folder holds no class file." : "The folder does not exist.")
          .suggestion("mvn package xacct:image");
    }
  }

  /** A sibling that is not packaged yet is a folder, which a {@code *} on the class path misses. */
  private static List<String> addFolders(Map<String, FileEntry> layer, List<Path> siblings) {
    var folders = new ArrayList<String>();
    for (Path sibling : siblings) {
      if (Files.isDirectory(sibling)) {
        String folder = ROOT + "siblings/" + (folders.size() + 1);
        layer.putAll(tree(sibling, folder, path -> true));
        folders.add(folder);
      }
    }
    return folders;
  }

  private static boolean add(
      List<FileEntriesLayer> layers, String name, Map<String, FileEntry> entries) {
    if (entries.isEmpty()) {
      return false;
    }
    layers.add(
        FileEntriesLayer.builder().setName(name).setEntries(List.copyOf(entries.values())).build());
    return true;
  }

  private static Map<String, FileEntry> tree(Path root, String at, Predicate<Path> which) {
    var entries = new TreeMap<String, FileEntry>();
    files(root).stream()
        .filter(which)
        .forEach(file -> put(entries, file, path(at, root, file), "644"));
    return entries;
  }

  /** Later folders win, empty folders stay, and what its owner may execute stays executable. */
  private static Map<String, FileEntry> extras(List<Path> folders) {
    var entries = new TreeMap<String, FileEntry>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw XacctException.yours("The extra directory " + folder + " does not exist.")
            .suggestion("create it, or take it out of <image><extraDirectories>");
      }
      for (Path path : walk(folder)) {
        if (!path.equals(folder)) {
          put(entries, path, path("", folder, path), Files.isDirectory(path) ? "755" : mode(path));
        }
      }
    }
    return entries;
  }

  private static String mode(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE)
          ? "755"
          : "644";
    } catch (UnsupportedOperationException e) {
      return "644"; // a file system without permissions, as on Windows
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void put(Map<String, FileEntry> entries, Path file, String path, String mode) {
    entries.put(
        path,
        new FileEntry(
            file,
            AbsoluteUnixPath.get(path),
            FilePermissions.fromOctalString(mode),
            FileEntriesLayer.DEFAULT_MODIFICATION_TIME));
  }

  private static String path(String at, Path root, Path file) {
    var path = new StringBuilder(at);
    root.relativize(file).forEach(name -> path.append('/').append(name));
    return path.toString();
  }

  private static List<Path> files(Path root) {
    return walk(root).stream().filter(Files::isRegularFile).toList();
  }

  private static List<Path> walk(Path root) {
    try (var paths = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return paths.toList();
    } catch (IOException | UncheckedIOException e) {
      throw XacctException.yours("The folder " + root + " cannot be read.")
          .evidence(e.toString())
          .suggestion("look at its permissions and links")
          .cause(e);
    }
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(".class");
  }

  private static Predicate<Path> not(Predicate<Path> predicate) {
    return predicate.negate();
  }
}
