package io.github.xacct.rehearsal.task;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A task's process, whose output is logged and whose folder is deleted at its end. */
public final class ProcessWorkload implements Workload {
  private static final int KILLED = 137;

  private final Process process;
  private final int port;
  private final Optional<String> imageDigest;
  private final TaskLog log;
  private final Path folder;
  private final Optional<ContainerHealth> health;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private volatile boolean stopped;

  public ProcessWorkload(
      Process process,
      int port,
      String imageDigest,
      TaskLog log,
      Path folder,
      Optional<ContainerHealth> health) {
    this.health = health;
    this.process = process;
    this.port = port;
    this.imageDigest = Optional.of(imageDigest);
    this.log = log;
    this.folder = folder;
    Thread pump = new Thread(this::pump, "rehearsal-task-output-" + process.pid());
    pump.setDaemon(true);
    pump.start();
  }

  /** Reads the output to its end, then the exit code, so that the last lines are never missing. */
  private void pump() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        log.add(line);
      }
    } catch (IOException e) {
      // The stream of a killed process may fail instead of ending.
    }
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  private void end() {
    health.ifPresent(ContainerHealth::stop);
    log.close();
    try {
      process.getOutputStream().close();
      LayerUnpacker.delete(folder);
    } catch (IOException e) {
      // Files that an ending process still writes are deleted at the next start.
    }
    // Process reports a signal as 128 + its number, just as Docker does.
    ended.complete(process.exitValue());
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Optional<String> imageDigest() {
    return imageDigest;
  }

  @Override
  public Optional<ContainerHealth> health() {
    return health;
  }

  @Override
  public CompletableFuture<Integer> ended() {
    return ended;
  }

  @Override
  public void stop(Duration patience) throws InterruptedException {
    stopped = true;
    process.destroy();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /**
   * Returns Docker's reason for a container killed because of its memory; a JVM may exit before
   * that.
   */
  @Override
  public Optional<String> reason(int exitCode) {
    boolean jvmRanOut =
        exitCode == 3 && log.lines().stream().anyMatch(l -> l.text().contains("OutOfMemoryError"));
    return jvmRanOut || exitCode == KILLED && !stopped
        ? Optional.of("OutOfMemoryError: Container killed due to memory usage")
        : Optional.empty();
  }
}
