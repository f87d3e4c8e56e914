package io.github.xacct.rehearsal.task;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The output of a container: the last lines in memory, all of it in a file. */
public final class TaskLog implements AutoCloseable {

  /** A line and its time. */
  record Line(Instant at, String text) {}

  private static final int LINES_KEPT = 2000;
  private static final int LONGEST_LINE = 16_384;

  private final Deque<Line> lines = new ArrayDeque<>();
  private final BufferedWriter file;
  private boolean closed;

  TaskLog(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    file = Files.newBufferedWriter(path);
  }

  synchronized void add(String text) {
    String kept = text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) : text;
    lines.addLast(new Line(Instant.now(), kept));
    if (lines.size() > LINES_KEPT) {
      lines.removeFirst();
    }
    if (!closed) {
      write(kept);
    }
  }

  private void write(String text) {
    try {
      file.write(text);
      file.newLine();
      file.flush();
    } catch (IOException e) {
      // A full disk must not stop the task; the lines in memory stay.
    }
  }

  /** Returns the lines in memory, oldest first. */
  synchronized List<Line> lines() {
    return List.copyOf(lines);
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      file.close();
    } catch (IOException e) {
      // Nothing is lost: each line was flushed.
    }
  }
}
