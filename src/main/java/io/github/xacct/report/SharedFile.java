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

/** A file that several builds may write at once: none reads half of it, and none is lost. */
public final class SharedFile {
  private static final Map<Path, Object> MONITORS = new ConcurrentHashMap<>();

  private SharedFile() {}

  /** Puts the text in the file's place, whole. Drafts have names of their own. */
  public static void replace(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path draft = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      // Unlike a channel it also writes when this thread has been interrupted by Ctrl-C.
      try (var out = new FileOutputStream(draft.toFile())) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Changes a file that others change as well: they wait meanwhile, and see the change.
   *
   * @param lock file that stands for the lock; created if missing, and left behind
   * @param change from the text as it is now, empty if there is no file, to the text to be; null
   *     for no change
   * @return whether it was changed
   */
  public static boolean change(Path file, Path lock, Function<Optional<String>, String> change)
      throws IOException {
    return alone(lock, () -> changed(file, change));
  }

  /** Does something while nobody else does anything under the same lock. */
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

  /** What is done under a lock. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Null where locks cannot be had, as on some network drives. */
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
