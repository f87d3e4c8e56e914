package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.Event;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** How often the engine is asked, and how trouble on the way to it is ridden out. */
final class Polling {
  private static final Duration TIGHT = Duration.ofSeconds(1);
  private static final Duration WIDE = Duration.ofSeconds(10);

  /** Whoever has not answered for minutes is asked less often still. */
  private static final Duration LONG_TROUBLE = Duration.ofMinutes(5);

  private static final Duration RARE = Duration.ofSeconds(30);

  /** Trouble shorter than this is not worth a line. */
  static final Duration TROUBLE = Duration.ofSeconds(30);

  /**
   * What is asked about.
   *
   * @param patience trouble that lasts longer does not pass by itself
   * @param meanwhile what else is to be known if we end; may be empty
   */
  private record Matter(
      String about, Duration patience, Supplier<String> meanwhile, List<String> advice) {}

  private final Ports ports;

  Polling(Ports ports) {
    this.ports = ports;
  }

  /** What the deployment is doing, as soon as the engine says. */
  DeploymentState state(String id) {
    return untilAnswered(id, () -> ports.engine().state(id));
  }

  /** The first state of a deployment that is not followed. */
  DeploymentState stateAtFirst(String id) {
    return atFirst(deployment(id).about(), () -> ports.engine().state(id));
  }

  /** Asks about a deployment again and again, and reports the trouble if it lasts. */
  <T> T untilAnswered(String id, Supplier<T> question) {
    return untilAnswered(deployment(id), question);
  }

  /**
   * The same, but with less patience.
   *
   * @throws TransientFailure the last one, when patience is at its end
   */
  <T> T untilAnswered(String id, Supplier<T> question, Duration patience) {
    return ask(new Matter(deployment(id).about(), patience, () -> "", List.of()), question);
  }

  /**
   * Asks for what can be done without.
   *
   * @throws TransientFailure the last one, when patience is at its end
   */
  <T> T shortly(Supplier<T> question, Duration patience) {
    return ask(new Matter("about the service", patience, () -> "", List.of()), question);
  }

  /** The same before anything goes on that would have to be followed. */
  <T> T atFirst(String about, Supplier<T> question) {
    return atFirst(about, question, () -> "; this run changed no deployment");
  }

  /**
   * Asks until there is an answer, at the beginning of a run.
   *
   * @param meanwhile what else is to be known should there be no answer
   */
  <T> T atFirst(String about, Supplier<T> question, Supplier<String> meanwhile) {
    return untilAnswered(
        new Matter(
            about, ports.engine().patience(), meanwhile, List.of("run the same command again.")),
        question);
  }

  private Matter deployment(String id) {
    return new Matter("about deployment " + id, Duration.ofHours(1), () -> "", List.of());
  }

  private <T> T untilAnswered(Matter matter, Supplier<T> question) {
    try {
      return ask(matter, question);
    } catch (TransientFailure last) {
      throw endOfPatience(matter, last);
    }
  }

  /** Less and less often, but not for ever. */
  private <T> T ask(Matter matter, Supplier<T> question) {
    Instant since = ports.clock().instant();
    Duration wait = TIGHT;
    boolean reported = false;
    while (true) {
      try {
        return question.get();
      } catch (TransientFailure failure) {
        Duration lasts = Duration.between(since, ports.clock().instant());
        if (lasts.compareTo(failure.within(matter.patience())) >= 0) {
          throw failure;
        }
        if (!reported && lasts.compareTo(TROUBLE) >= 0) {
          reported = true;
          ports
              .reporter()
              .report(
                  new Event.Warning(
                      "No answer "
                          + matter.about()
                          + " for a while, still asking: "
                          + failure.getMessage()));
        }
        sleep(matter, lasts.compareTo(LONG_TROUBLE) < 0 ? wait : RARE);
        wait = wait.multipliedBy(2).compareTo(WIDE) < 0 ? wait.multipliedBy(2) : WIDE;
      }
    }
  }

  private static XacctException endOfPatience(Matter matter, TransientFailure failure) {
    var reported =
        XacctException.yours(
                "No answer %s for %s%s."
                    .formatted(
                        matter.about(),
                        words(failure.within(matter.patience())),
                        matter.meanwhile().get()))
            .evidence(ErrorText.of(failure));
    for (String line : matter.advice()) {
      reported = reported.suggestion(line);
    }
    return reported;
  }

  private static String words(Duration patience) {
    return patience.toMinutes() > 1
        ? patience.toMinutes() + " minutes"
        : patience.toSeconds() + " seconds";
  }

  /** Until the next question: short while things change, long in long waits. */
  void pause(String id, boolean lively) {
    sleep(deployment(id), lively ? TIGHT : WIDE);
  }

  private void sleep(Matter matter, Duration duration) {
    try {
      ports.sleeper().sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw XacctException.yours("Interrupted" + matter.meanwhile().get() + ".");
    }
  }
}
