package io.github.xacct.image.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The SHA-256 of large files, kept between builds: a file is read again only when the operating
 * system has noted a change of it. That is the time of its last change of status, which no program
 * can set back, so that a jar that was written anew with its old size and time is read again. A
 * file that had changed just before it was read is not remembered; where the system keeps no such
 * time, as on Windows, none is.
 */
public final class RememberedHashes {
  private static final String ATTRIBUTES = "unix:dev,ino,size,ctime";
  private static final long LARGE = 1 << 16;

  /** Longer than any file system takes two changes for simultaneous. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Path file;
  private final Map<String, String> before;
  private final Map<String, String> now = new ConcurrentHashMap<>();

  private RememberedHashes(Path file, Map<String, String> before) {
    this.file = file;
    this.before = before;
  }

  /** The hashes that were kept in a file. */
  public static RememberedHashes in(Path file) {
    try (var lines = Files.lines(file)) {
      return new RememberedHashes(
          file,
          lines
              .filter(line -> line.matches("[0-9a-f]{64} .+"))
              .collect(
                  Collectors.toMap(
                      line -> line.substring(65), line -> line.substring(0, 64), (a, b) -> b)));
    } catch (IOException | RuntimeException e) {
      return new RememberedHashes(file, Map.of());
    }
  }

  /** A file's SHA-256 in hexadecimal digits. */
  public String of(Path content) {
    Instant start = Instant.now();
    Optional<String> state = state(content, start);
    String hash = state.map(before::get).orElseGet(() -> Sha256.ofFile(content, 32));
    state.ifPresent(s -> now.put(s, hash));
    return hash;
  }

  /** Keeps what was asked for; what was not is forgotten. */
  public void keep() {
    if (!now.equals(before)) {
      String text =
          now.entrySet().stream()
              .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
              .sorted()
              .collect(Collectors.joining());
      try {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        return; // the next build reads all files again
      }
    }
  }

  private static Optional<String> state(Path content, Instant start) {
    try {
      Map<String, Object> a = Files.readAttributes(content, ATTRIBUTES);
      String name = content.toAbsolutePath().toString();
      return a.get("ctime") instanceof FileTime changed
              && changed.toInstant().isBefore(start.minus(SETTLED))
              && a.get("size") instanceof Long size
              && size >= LARGE
              && name.indexOf('\n') < 0
          ? Optional.of(a.get("dev") + ":" + a.get("ino") + " " + size + " " + changed + " " + name)
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
