package io.github.xacct.aws;

import io.github.xacct.deploy.port.Sleeper;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Retries calls before there is a deployment to watch: for a minute, or 10 seconds if optional. */
public record PatientCalls(Clock clock, Sleeper sleeper) {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration BRIEF = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /**
   * Makes a call and retries it for up to a minute, with growing pauses.
   *
   * @throws SdkException the last one, or the first that a retry cannot help
   */
  public <T> T ask(Supplier<T> call) {
    return ask(call, LIMIT);
  }

  /** Makes an optional call and retries it for up to 10 seconds. */
  public <T> T askBriefly(Supplier<T> call) {
    return ask(call, BRIEF);
  }

  private <T> T ask(Supplier<T> call, Duration limit) {
    Instant until = clock.instant().plus(limit);
    Duration pause = Duration.ofSeconds(1);
    while (true) {
      try {
        return call.get();
      } catch (SdkException e) {
        if (!mayPass(e) || clock.instant().plus(pause).isAfter(until) || !sleep(pause)) {
          throw e;
        }
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private boolean sleep(Duration pause) {
    try {
      sleeper.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A host name that does not resolve is most often a mistyped region: not retried. */
  private static boolean mayPass(SdkException e) {
    if (e instanceof AwsServiceException service) {
      return AwsErrors.mayPass(service);
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnknownHostException) {
        return false;
      }
    }
    return e instanceof IncompleteResponse
        || e instanceof SdkClientException && FailedCalls.name(e).isPresent();
  }
}
