package io.github.xacct.image.file;

import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Extracts entries of an archive to files. Jib's cache identifies a file by path and time, so the
 * path contains the checksum of the content, and unchanged files are neither written nor compressed
 * again.
 */
public final class ExtractedFiles {
  private static final FileTime ANY_TIME = FileTime.from(Instant.EPOCH.plusSeconds(1));

  private final Path folder;
  private final Set<Path> used = new HashSet<>();

  public ExtractedFiles(Path folder) {
    this.folder = folder;
  }

  /** The file with the entry's content. */
  public Path of(JarFile archive, ZipEntry entry) {
    String content = Long.toHexString(entry.getCrc()) + "-" + entry.getSize();
    String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    Path file = folder.resolve(content).resolve(name);
    used.add(file.getParent());
    try {
      if (!Files.exists(file) || Files.size(file) != entry.getSize()) {
        Files.createDirectories(file.getParent());
        Path draft = AtomicFile.draft(file);
        try (InputStream in = archive.getInputStream(entry)) {
          Files.copy(in, draft, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setLastModifiedTime(draft, ANY_TIME);
        AtomicFile.move(draft, file);
      }
      return file;
    } catch (IOException e) {
      throw XacctException.yours("The file " + file + " cannot be written.")
          .evidence(e.toString())
          .suggestion("look at the folder's permissions and at the space on its disk")
          .cause(e);
    }
  }

  /** Deletes the files of earlier archives. */
  public void deleteOthers() {
    try (var folders = Files.list(folder)) {
      for (Path other : folders.filter(f -> !used.contains(f)).toList()) {
        try (var files = Files.list(other)) {
          files.forEach(file -> file.toFile().delete());
        }
        Files.deleteIfExists(other);
      }
    } catch (IOException e) {
      // They only take space, and the next build tries again.
    }
  }
}
