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
 * Marks a folder's files as those of a running process. The operating system releases the lock when
 * the process ends, even by a kill, so that a free lock means that its owner has ended.
 */
public final class FolderLock implements AutoCloseable {
  private final @Nullable FileChannel channel;
  private final @Nullable FileLock lock;

  private FolderLock(@Nullable FileChannel channel, @Nullable FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock if it is free. On file systems without locks, such as some network drives, it is
   * always free.
   *
   * @param file lock file; created if missing and not deleted
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

  /** Whether the lock is currently held; does not create the file. */
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
      return; // released when the process ends
    }
  }
}
