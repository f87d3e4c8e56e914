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
 * What the operating system has noted of the last changes of files: for each the time of the last
 * change of its status, which no program can set back, so that a file that was written anew with
 * its old size and time has another state.
 */
public final class FileStates {
  private static final String ATTRIBUTES = "unix:dev,ino,size,ctime";

  /** Longer than any file system takes two changes for simultaneous. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Instant start = Instant.now();

  /**
   * A line that is another one after each change of the file, which is read after this was made.
   * One that had changed just before has no state, nor has any where the system keeps no such time,
   * as on Windows.
   *
   * @param smallest files below this size have none either
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
