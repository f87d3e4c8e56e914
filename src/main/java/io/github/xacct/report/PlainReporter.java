package io.github.xacct.report;

import io.github.xacct.event.Event;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.Reporter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Prints one line per change without control sequences, for CodeBuild, logs and pipes. Lines of a
 * deployment begin with the time of day, for comparison with AWS's own times.
 */
public final class PlainReporter implements Reporter {
  private static final String INDENT = " ".repeat("HH:mm:ss  ".length());

  private final Consumer<String> info;
  private final Consumer<String> warning;
  private final Clock clock;
  private final EventMessages eventMessages;
  private boolean rollingBack;
  private final Set<StoppedTasks.Cause> reported = new HashSet<>();

  /**
   * Creates a reporter for one run.
   *
   * @param info receives a line
   * @param warning receives a line that is a warning
   * @param clock for the time of day
   * @param zone of the time of day
   */
  public PlainReporter(Consumer<String> info, Consumer<String> warning, Clock clock, ZoneId zone) {
    this.info = info;
    this.warning = warning;
    this.clock = clock;
    this.eventMessages = new EventMessages(zone);
  }

  @Override
  public synchronized void report(Event event) {
    rollingBack |= event instanceof Event.RollbackStarted;
    if (rollingBack && isRoutine(event)) {
      return;
    }
    var now = clock.instant();
    List<String> lines = eventMessages.of(event, now);
    if (event instanceof Event.TaskDied died && !reported.add(StoppedTasks.Cause.of(died))) {
      lines = lines.subList(0, 1); // the same log lines have been printed before
    }
    String time = EventMessages.isOfTheDeployment(event) ? eventMessages.timeOfDay(now) + "  " : "";
    var log = isTrouble(event) ? warning : info;
    for (int i = 0; i < lines.size(); i++) {
      log.accept((i == 0 || time.isEmpty() ? time : INDENT) + lines.get(i));
    }
  }

  /** Whether the event is a step of a rollback, which are not printed unless they fail. */
  private static boolean isRoutine(Event event) {
    return event instanceof Event.LifecycleEventChanged changed
        && !changed.status().is(LifecycleStatus.FAILED);
  }

  private static boolean isTrouble(Event event) {
    return event instanceof Event.Warning
        || event instanceof Event.TaskDied
        || event instanceof Event.TargetUnhealthy
        || event instanceof Event.ServiceTrouble
        || event instanceof Event.CircuitOpened
        || (event instanceof Event.ImageProof proof
            && proof.outcome() != Event.ImageProof.Outcome.PROVED)
        || (event instanceof Event.SmokeTestEnded test && !test.ok());
  }
}
