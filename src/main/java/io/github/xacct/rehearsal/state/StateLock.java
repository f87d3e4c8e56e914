package io.github.xacct.rehearsal.state;

import io.github.xacct.model.XacctException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lock of a state folder: one rehearsal at a time; the lock ends with its process. */
public final class StateLock implements AutoCloseable {
  static final String FILE = ".lock";

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  public static StateLock take(Path folder) throws IOException {
    Files.createDirectories(folder);
    var channel =
        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new StateLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Another rehearsal of this process holds the lock.
    }
    channel.close();
    throw XacctException.yours("Another rehearsal is using " + folder + ".")
        .suggestion("wait until it has ended, or end it with Ctrl-C, and run this one again");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
