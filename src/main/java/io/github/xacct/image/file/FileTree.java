package io.github.xacct.image.file;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Lists the files of a folder as entries of a layer. */
public final class FileTree {
  private FileTree() {}

  /** The regular files that match the predicate, by their path in the image; follows links. */
  public static Map<String, FileEntry> entries(Path root, String at, Predicate<Path> which) {
    var entries = new TreeMap<String, FileEntry>();
    files(root).stream()
        .filter(which)
        .forEach(file -> put(entries, file, path(at, root, file), "644"));
    return entries;
  }

  /** Adds a file with a fixed time and owner instead of those in the file system. */
  public static void put(Map<String, FileEntry> entries, Path file, String path, String mode) {
    entries.put(
        path,
        new FileEntry(
            file,
            AbsoluteUnixPath.get(path),
            FilePermissions.fromOctalString(mode),
            FileEntriesLayer.DEFAULT_MODIFICATION_TIME));
  }

  /** The path in the image of a file below {@code root}. */
  public static String path(String at, Path root, Path file) {
    var path = new StringBuilder(at);
    root.relativize(file).forEach(name -> path.append('/').append(name));
    PathNames.require(file, path.toString());
    return path.toString();
  }

  /** All regular files below a folder. */
  public static List<Path> files(Path root) {
    return walk(root, FileVisitOption.FOLLOW_LINKS).stream().filter(Files::isRegularFile).toList();
  }

  /**
   * Everything below a folder, sorted.
   *
   * @throws XacctException if something is not a file, folder or link, or is a broken link
   */
  public static List<Path> walk(Path root, FileVisitOption... options) {
    try (var paths = Files.walk(root, options)) {
      List<Path> found = paths.filter(path -> !path.equals(root)).sorted().toList();
      found.forEach(path -> requireKnownKind(path, options.length > 0));
      return found;
    } catch (IOException | UncheckedIOException e) {
      throw XacctException.yours("The folder " + root + " cannot be read.")
          .evidence(e.toString())
          .suggestion("look at its permissions and links")
          .cause(e);
    }
  }

  private static void requireKnownKind(Path path, boolean follow) {
    if (Files.isSymbolicLink(path)) {
      if (follow && !Files.exists(path)) {
        throw XacctException.yours("The symbolic link " + path + " leads nowhere.")
            .evidence("Its target is " + target(path) + ".")
            .suggestion("create the target, or delete the link");
      }
      if (!follow || Files.isDirectory(path)) {
        return;
      }
    } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isRegularFile(path)) {
      throw XacctException.yours(path + " cannot be in an image.")
          .evidence("It is a named pipe, a socket or a device.")
          .suggestion("delete it, or keep it in another folder");
    }
  }

  /** The target of a symbolic link, as written. */
  public static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The project's own class files. */
  public static List<Path> classFiles(Path classes) {
    return files(classes).stream().filter(FileTree::isClass).toList();
  }

  public static boolean isClass(Path file) {
    return file.toString().endsWith(".class");
  }
}
