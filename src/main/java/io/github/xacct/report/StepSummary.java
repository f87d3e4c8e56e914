package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Appends the result of a deployment to the file that GitHub shows as the summary of a job, once
 * the deployment has ended: a run that is killed writes nothing.
 */
public final class StepSummary implements Reporter {
  private final Path file;
  private final Clock clock;
  private final Consumer<String> warning;
  private final Instant began;
  private final List<DeploymentRecord.At<Event>> events = new ArrayList<>();

  /**
   * Creates a reporter for a summary file.
   *
   * @param file value of GITHUB_STEP_SUMMARY
   * @param warning receives a line if the file cannot be written; the deployment continues
   */
  public StepSummary(Path file, Clock clock, Consumer<String> warning) {
    this.file = file;
    this.clock = clock;
    this.warning = warning;
    this.began = clock.instant();
  }

  @Override
  public synchronized void report(Event event) {
    if (event instanceof Event.TrafficSample) {
      return; // several per second, not part of the summary
    }
    events.add(new DeploymentRecord.At<>(clock.instant(), event));
    if (event instanceof Event.Concluded) {
      append(file, SummaryPage.of(new DeploymentRecord(began, events)) + "\n", warning);
    }
  }

  /** Appends text to the summary of the CI job; on failure only warns. */
  public static void append(Path file, String text, Consumer<String> warning) {
    try {
      Files.write(
          file,
          text.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      warning.accept("Cannot write the run's summary to " + file + ": " + e);
    }
  }
}
