package io.github.xacct.image.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes files atomically: a reader sees the old or the new content. */
public final class AtomicFile {
  private AtomicFile() {}

  public static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path draft = draft(file);
    try {
      Files.write(draft, content);
      move(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Writes the content to a temporary file. */
  public interface Writer<T> {
    T write(Path draft) throws IOException;
  }

  /** Writes a file atomically, piece by piece. */
  public static <T> T write(Path file, Writer<T> writer) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path draft = draft(file);
    try {
      T result = writer.write(draft);
      move(draft, file);
      return result;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * A temporary name beside the file; not a temporary file of Java, which only its owner can read.
   */
  public static Path draft(Path file) {
    return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  public static void move(Path draft, Path file) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
