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

/** Polls the deployment engine and retries transient failures. */
final class Polling {
  private static final Duration TIGHT = Duration.ofSeconds(1);
  private static final Duration WIDE = Duration.ofSeconds(10);

  /** After this time without an answer the interval grows further. */
  private static final Duration LONG_TROUBLE = Duration.ofMinutes(5);

  private static final Duration RARE = Duration.ofSeconds(30);

  /** Failures that last less than this are not reported. */
  static final Duration TROUBLE = Duration.ofSeconds(30);

  /**
   * The subject of a request.
   *
   * @param patience how long transient failures are retried
   * @param meanwhile appended to the message if the run ends; may be empty
   * @param about the subject, for messages
   * @param advice suggestions if there is no answer
   */
  private record Matter(
      String about, Duration patience, Supplier<String> meanwhile, List<String> advice) {}

  private final Ports ports;

  Polling(Ports ports) {
    this.ports = ports;
  }

  /** The state of a followed deployment; retried until there is an answer. */
  DeploymentState state(String id) {
    return untilAnswered(id, () -> ports.engine().state(id));
  }

  /** The state of a deployment that is not followed, retried for a shorter time. */
  DeploymentState stateAtFirst(String id) {
    return atFirst(deployment(id).about(), () -> ports.engine().state(id));
  }

  /** Retries a request about a deployment for an hour, and reports failures that last. */
  <T> T untilAnswered(String id, Supplier<T> question) {
    return untilAnswered(deployment(id), question);
  }

  /**
   * Retries a request about a deployment for a limited time.
   *
   * @throws TransientFailure the last failure, when the patience has elapsed
   */
  <T> T untilAnswered(String id, Supplier<T> question, Duration patience) {
    return ask(new Matter(deployment(id).about(), patience, () -> "", List.of()), question);
  }

  /**
   * Retries a request whose result is optional.
   *
   * @throws TransientFailure the last failure, when the patience has elapsed
   */
  <T> T shortly(Supplier<T> question, Duration patience) {
    return ask(new Matter("about the service", patience, () -> "", List.of()), question);
  }

  /** Retries a request at the beginning of a run, before it has changed any deployment. */
  <T> T atFirst(String about, Supplier<T> question) {
    return atFirst(about, question, () -> "; this run changed no deployment");
  }

  /**
   * Retries a request at the beginning of a run.
   *
   * @param meanwhile appended to the message if there is no answer
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

  /** Retries at growing intervals until the patience has elapsed. */
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

  /** Sleeps until the next poll: a second while things change, ten seconds otherwise. */
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
