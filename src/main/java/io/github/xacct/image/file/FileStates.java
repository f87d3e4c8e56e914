package io.github.xacct.image.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Identifies unchanged files by their status change time (ctime), which no program can set, so that
 * a file rewritten with the same size and modification time is recognized as changed.
 */
public final class FileStates {
  private static final String ATTRIBUTES = "unix:dev,ino,size,ctime";

  /** Longer than the time resolution of any file system. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Instant start = Instant.now();

  /**
   * A line that differs after each change of the file. Empty for a file that changed just before
   * this object was created, and on systems without a status change time, such as Windows.
   *
   * @param smallest files below this size in bytes have no state either
   */
  public Optional<String> of(Path file, long smallest) {
    try {
      Map<String, Object> a = Files.readAttributes(file, ATTRIBUTES);
      String name = file.toAbsolutePath().toString();
      return a.get("ctime") instanceof FileTime changed
              && changed.toInstant().isBefore(start.minus(SETTLED))
              && a.get("size") instanceof Long size
              && size >= smallest
              && name.indexOf('\n') < 0
          ? Optional.of(a.get("dev") + ":" + a.get("ino") + " " + size + " " + changed + " " + name)
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
