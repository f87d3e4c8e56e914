package io.github.xacct.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files that the user adds to the image's root. */
final class ExtraFiles {
  private ExtraFiles() {}

  /** Later folders win, empty folders stay, and what its owner may execute stays executable. */
  static Map<String, FileEntry> of(List<Path> folders) {
    var entries = new TreeMap<String, FileEntry>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw XacctException.yours("The extra directory " + folder + " does not exist.")
            .suggestion("create it, or take it out of <image><extraDirectories>");
      }
      for (Path path : FileTree.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
        String mode = Files.isDirectory(path) ? "755" : mode(path);
        FileTree.put(entries, path, FileTree.path("", folder, path), mode);
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
}
