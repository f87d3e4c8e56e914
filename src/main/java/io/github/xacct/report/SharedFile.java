package io.github.xacct.report;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes files that several builds may use at once, without partial reads and lost updates. */
public final class SharedFile {
  private static final Map<Path, Object> MONITORS = new ConcurrentHashMap<>();

  private SharedFile() {}

  /** Replaces the file atomically, through a draft with a unique name. */
  public static void replace(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path draft = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      // Unlike a channel, a stream also writes after Ctrl-C has interrupted this thread.
      try (var out = new FileOutputStream(draft.toFile())) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Updates a file under a lock, so that concurrent updates are not lost.
   *
   * @param lock lock file; created if missing and not deleted
   * @param change from the current text, empty if there is no file, to the new one; null for no
   *     change
   * @return whether the file was changed
   */
  public static boolean change(Path file, Path lock, Function<Optional<String>, String> change)
      throws IOException {
    return alone(lock, () -> changed(file, change));
  }

  /** Runs work while holding the lock exclusively. */
  static <T> T alone(Path lock, Work<T> work) throws IOException {
    Path path = lock.toAbsolutePath().normalize();
    synchronized (MONITORS.computeIfAbsent(path, p -> new Object())) {
      Files.createDirectories(path.getParent());
      try (var channel =
              FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = lock(channel)) {
        return work.run();
      }
    }
  }

  /** Work to run while holding a lock. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Returns null if the file system does not support locks, as some network drives. */
  private static @Nullable FileLock lock(FileChannel channel) {
    try {
      return channel.lock();
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean changed(Path file, Function<Optional<String>, String> change)
      throws IOException {
    var before =
        Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.<String>empty();
    String after = change.apply(before);
    if (after == null || before.filter(after::equals).isPresent()) {
      return false;
    }
    replace(file, after);
    return true;
  }
}
