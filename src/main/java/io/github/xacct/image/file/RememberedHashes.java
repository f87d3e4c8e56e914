package io.github.xacct.image.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Remembers the SHA-256 of large files between builds: a file is read again only if its state by
 * {@link FileStates} has changed, or if it has none.
 */
public final class RememberedHashes {
  private static final long LARGE = 1 << 16;

  private final Path file;
  private final Map<String, String> before;
  private final Map<String, String> now = new ConcurrentHashMap<>();

  private RememberedHashes(Path file, Map<String, String> before) {
    this.file = file;
    this.before = before;
  }

  /** The hashes stored in a file. */
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

  /** A file's SHA-256 in hexadecimal. */
  public String of(Path content) {
    Optional<String> state = new FileStates().of(content, LARGE);
    String hash = state.map(before::get).orElseGet(() -> Sha256.ofFile(content, 32));
    state.ifPresent(s -> now.put(s, hash));
    return hash;
  }

  /** Stores the hashes used since; drops the others. */
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
}
