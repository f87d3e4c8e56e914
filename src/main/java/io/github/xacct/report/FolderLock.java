package io.github.xacct.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which living process a folder's files belong to. The operating system releases the lock when the
 * process ends, however it ends, so that a lock that is free says that its holder is dead.
 */
public final class FolderLock implements AutoCloseable {
  private final @Nullable FileChannel channel;
  private final @Nullable FileLock lock;

  private FolderLock(@Nullable FileChannel channel, @Nullable FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock, if nobody holds it. Where locks cannot be had, as on some network drives,
   * nobody is taken for another holder.
   *
   * @param file that stands for the lock; created if missing, and left behind
   * @return empty if another process, or another thread of this one, holds it
   */
  public static Optional<FolderLock> take(Path file) {
    FileChannel channel = null;
    try {
      Files.createDirectories(file.getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      var lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new FolderLock(channel, lock));
      }
    } catch (OverlappingFileLockException e) {
      release(channel);
      return Optional.empty();
    } catch (IOException e) {
      release(channel);
      return Optional.of(new FolderLock(null, null));
    }
    release(channel);
    return Optional.empty();
  }

  /** Whether somebody holds it at this moment; makes nothing. */
  static boolean isHeld(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    var lock = take(file);
    lock.ifPresent(FolderLock::close);
    return lock.isEmpty();
  }

  @Override
  public void close() {
    if (lock != null) {
      release(lock);
    }
    release(channel);
  }

  private static void release(@Nullable AutoCloseable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (Exception e) {
      return; // the end of the process releases it
    }
  }
}
