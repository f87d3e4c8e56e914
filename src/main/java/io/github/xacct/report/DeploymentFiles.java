package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes {@code deployment.json} and {@code deployment.html} while a deployment runs: atomically,
 * so that they are valid even if this process is killed, and at most a few times per second.
 */
public final class DeploymentFiles implements Reporter, AutoCloseable {
  private static final long PAUSE_MILLIS = 300;
  private static final String JSON = "deployment.json";
  private static final String LOCK = ".deployment.lock";

  private final Path folder;
  private final Clock clock;
  private final DeploymentPage page;
  private final Consumer<String> warning;
  private final Instant began;
  private final List<DeploymentRecord.At<Event>> events = new ArrayList<>();
  private final Object writing = new Object();
  private final Optional<FolderLock> owner;
  private final Thread writer;
  private boolean news;
  private boolean closed;
  private boolean warned;
  private Optional<FileTime> written = Optional.empty();

  /**
   * Starts to write the page and the record of a deployment.
   *
   * @param folder for the two files; created if missing
   * @param zone of the times on the page
   * @param warning receives one warning if the files cannot be written; the deployment continues
   */
  public DeploymentFiles(Path folder, Clock clock, ZoneId zone, Consumer<String> warning) {
    this.folder = folder;
    this.clock = clock;
    this.page = new DeploymentPage(zone);
    this.warning = warning;
    this.began = clock.instant();
    this.owner = FolderLock.take(folder.resolve(LOCK));
    this.writer = new Thread(this::writeNews, "xacct-deployment-files");
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Returns the ID of the deployment that the last run in this folder created or followed.
   *
   * @param folder of {@code deployment.json}
   * @return empty if there was none or the file cannot be read
   */
  public static Optional<String> deploymentId(Path folder) {
    try {
      var json = Json.read(Files.readAllBytes(folder.resolve(JSON)));
      return Optional.ofNullable(json.path("deploymentId").textValue());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the same ID if the last run in this folder was part of this run of the CI system. */
  public static Optional<String> deploymentId(Path folder, Event.RunNamed run) {
    try {
      var json = Json.read(Files.readAllBytes(folder.resolve(JSON)));
      return run.run().equals(json.path("run").path("run").asText())
          ? deploymentId(folder)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the path of {@code deployment.html}, which may not exist yet. */
  public Path page() {
    return folder.resolve("deployment.html");
  }

  @Override
  public void report(Event event) {
    synchronized (this) {
      events.add(new DeploymentRecord.At<>(clock.instant(), event));
      news = true;
      notifyAll();
    }
    if (mustNotBeLost(event)) {
      write();
    }
  }

  /**
   * Whether an event is written at once: it records what this run started on AWS, or how that
   * ended.
   */
  private static boolean mustNotBeLost(Event event) {
    return event instanceof Event.DeploymentRequested
        || event instanceof Event.DeploymentCreated
        || event instanceof Event.DeploymentAttached
        || event instanceof Event.RollbackStarted
        || event instanceof Event.CircuitOpened
        || event instanceof Event.DeploymentEnded
        || event instanceof Event.Concluded;
  }

  private void writeNews() {
    try {
      while (awaitNews()) {
        write();
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() writes the last state
    }
  }

  private synchronized boolean awaitNews() throws InterruptedException {
    while (!news && !closed) {
      wait();
    }
    return !closed;
  }

  private synchronized void pause() throws InterruptedException {
    long until = System.nanoTime() + PAUSE_MILLIS * 1_000_000;
    for (long left = PAUSE_MILLIS; left > 0 && !closed; ) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
  }

  /** Writes the current record and page. */
  private void write() {
    synchronized (writing) { // so that an older state never replaces a newer one
      var deployment = snapshot();
      if (isAnothers() || isOfALaterRun(deployment)) {
        return;
      }
      try {
        SharedFile.replace(folder.resolve(JSON), DeploymentJson.of(deployment));
        written = Optional.of(Files.getLastModifiedTime(folder.resolve(JSON)));
        SharedFile.replace(page(), page.of(deployment));
      } catch (IOException | RuntimeException e) {
        warn(e);
      }
    }
  }

  /**
   * Whether the files belong to another run, which holds the lock, until this run has a deployment
   * of its own, which is newer.
   */
  private synchronized boolean isAnothers() {
    return owner.isEmpty()
        && events.stream()
            .map(DeploymentRecord.At::event)
            .noneMatch(
                event ->
                    event instanceof Event.DeploymentCreated
                        || event instanceof Event.DeploymentAttached);
  }

  /** Whether the files are those of a run that began after this one and has another deployment. */
  private boolean isOfALaterRun(DeploymentRecord ours) {
    Path file = folder.resolve(JSON);
    try {
      if (!Files.exists(file) || written.equals(Optional.of(Files.getLastModifiedTime(file)))) {
        return false;
      }
      var there = Json.read(Files.readAllBytes(file));
      String id = there.path("deploymentId").asText("");
      return !id.isEmpty()
          && !ours.deploymentId().filter(id::equals).isPresent()
          && Instant.parse(there.path("began").asText()).isAfter(began);
    } catch (IOException | DateTimeParseException e) {
      return false; // an unreadable file belongs to no run
    }
  }

  private synchronized DeploymentRecord snapshot() {
    news = false;
    return new DeploymentRecord(began, events);
  }

  private void warn(Exception e) {
    if (!warned) {
      warned = true;
      warning.accept("Cannot write the deployment's record to " + folder + ": " + e);
    }
  }

  /** Writes the final record and page. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    write();
    owner.ifPresent(FolderLock::close);
    if (isAnothers()) {
      warning.accept(
          page() + " is of another run, which goes on; what this one found is not written there.");
    } else if (isOfALaterRun(snapshot())) {
      warning.accept(page() + " is of a later run; how this one went on is not written there.");
    }
  }
}
