package io.github.xacct.aws;

import io.github.xacct.deploy.port.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What is read though a deployment can do without it: it is asked for some seconds, and then only
 * now and again. By what an answer is for, not by how it fails: only a refusal, which will not
 * change, is believed at once.
 */
public final class Sight {
  static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofMinutes(1);

  /**
   * What was read, or why it could not be.
   *
   * @param value if it could be read
   * @param why it could not be
   * @param soon whether it may be seen a moment later
   */
  public record Seen<T>(Optional<T> value, Optional<String> why, boolean soon) {

    /** What was read. */
    public static <T> Seen<T> of(T value) {
      return new Seen<>(Optional.of(value), Optional.empty(), false);
    }

    /** The value; what may be had a moment later is asked for again by the caller. */
    public Optional<T> orAgain() {
      if (soon) {
        throw new TransientFailure(why.orElseThrow(), null);
      }
      return value;
    }
  }

  private record Trouble(Instant since, Instant next, String why) {}

  private final Clock clock;
  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

  public Sight(Clock clock) {
    this.clock = clock;
  }

  /**
   * Reads something, unless it could not be read a moment ago.
   *
   * @param what by which it is known again
   */
  public <T> Seen<T> of(String what, Supplier<T> read) {
    var before = troubles.get(what);
    if (before != null && clock.instant().isBefore(before.next())) {
      return new Seen<>(Optional.empty(), Optional.of(before.why()), false);
    }
    try {
      var value = Optional.ofNullable(read.get());
      troubles.remove(what);
      return new Seen<>(value, Optional.empty(), false);
    } catch (SdkException e) {
      return unseen(what, AwsErrors.words(e), isRefusal(e));
    } catch (NullPointerException | IndexOutOfBoundsException e) {
      return unseen(what, "a malformed response", false);
    }
  }

  private <T> Seen<T> unseen(String what, String why, boolean refused) {
    Instant now = clock.instant();
    Instant since = Optional.ofNullable(troubles.get(what)).map(Trouble::since).orElse(now);
    boolean soon = !refused && now.isBefore(since.plus(PATIENCE));
    troubles.put(what, new Trouble(since, soon ? now : now.plus(AGAIN), why));
    return new Seen<>(Optional.empty(), Optional.of(why), soon);
  }

  private static boolean isRefusal(SdkException e) {
    return e instanceof AwsServiceException refusal && !AwsErrors.mayPass(refusal);
  }
}
