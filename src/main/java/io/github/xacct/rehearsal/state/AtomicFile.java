package io.github.xacct.rehearsal.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** Writes a file completely or not at all, also if the process is killed. */
public final class AtomicFile {
  private static final String PART = ".part";

  private AtomicFile() {}

  public static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(file.getParent(), ".", PART);
    try {
      // Not a channel: an interrupted thread of an ending rehearsal must finish writing.
      try (FileOutputStream out = new FileOutputStream(part.toFile())) {
        out.write(content);
        // Otherwise a power failure may leave the new name with no content.
        out.getFD().sync();
      }
      move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  public static void move(Path part, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Deletes the partial files of killed processes in a folder, except below the folders in {@code
   * others}.
   */
  public static void deletePartialFiles(Path folder, Set<Path> others) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
            return others.contains(inner) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.getFileName().toString().endsWith(PART)) {
              Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
