package io.github.xacct.deploy;

import io.github.xacct.model.XacctException;
import io.github.xacct.report.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** How often the engine is asked, and how trouble on the way to it is ridden out. */
final class Polling {
  private static final Duration TIGHT = Duration.ofSeconds(1);
  private static final Duration WIDE = Duration.ofSeconds(10);

  /** Trouble shorter than this is not worth a line. */
  private static final Duration TROUBLE = Duration.ofSeconds(30);

  private final Ports ports;

  Polling(Ports ports) {
    this.ports = ports;
  }

  /** What the deployment is doing, as soon as the engine says. */
  DeploymentState state(String id) {
    return untilAnswered(id, () -> ports.engine().state(id));
  }

  /** Asks again and again, less and less often, and tells of the trouble if it lasts. */
  <T> T untilAnswered(String id, Supplier<T> question) {
    return untilAnswered(id, question, ChronoUnit.FOREVER.getDuration());
  }

  /**
   * The same, but not for ever.
   *
   * @throws TransientFailure the last one, after the limit
   */
  <T> T untilAnswered(String id, Supplier<T> question, Duration limit) {
    Instant since = ports.clock().instant();
    Duration wait = TIGHT;
    boolean told = false;
    while (true) {
      try {
        return question.get();
      } catch (TransientFailure failure) {
        Duration asking = Duration.between(since, ports.clock().instant());
        if (asking.compareTo(limit) >= 0) {
          throw failure;
        }
        boolean lasts = asking.compareTo(TROUBLE) >= 0;
        if (!told && lasts) {
          told = true;
          ports
              .reporter()
              .tell(
                  new Event.Warning(
                      "No answer about deployment "
                          + id
                          + " for a while, still asking: "
                          + failure.getMessage()));
        }
        sleep(id, wait);
        wait = wait.multipliedBy(2).compareTo(WIDE) < 0 ? wait.multipliedBy(2) : WIDE;
      }
    }
  }

  /** Until the next question: short while things change, long in long waits. */
  void pause(String id, boolean lively) {
    sleep(id, lively ? TIGHT : WIDE);
  }

  private void sleep(String id, Duration duration) {
    try {
      ports.sleeper().sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw XacctException.yours("Interrupted; deployment " + id + " goes on without us.")
          .suggestion("to stop it and go back: " + ports.engine().stopCommand(id));
    }
  }
}
