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
 * Reads facts that a deployment does not depend on. A read that fails counts as pending for 5
 * seconds, then as unavailable, and is repeated once a minute. A refusal, which no retry changes,
 * counts as unavailable at once.
 */
public final class OptionalReads {
  static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofMinutes(1);

  /**
   * The value that was read, or why it could not be read.
   *
   * @param value the value, if it could be read
   * @param why why it could not be read
   * @param soon whether another read a moment later may succeed
   */
  public record Result<T>(Optional<T> value, Optional<String> why, boolean soon) {

    /** Returns the result of a successful read. */
    public static <T> Result<T> of(T value) {
      return new Result<>(Optional.of(value), Optional.empty(), false);
    }

    /** Returns the value; throws a {@link TransientFailure} if another read may succeed soon. */
    public Optional<T> valueOrRetry() {
      if (soon) {
        throw new TransientFailure(why.orElseThrow(), null);
      }
      return value;
    }
  }

  private record Trouble(Instant since, Instant next, String why) {}

  private final Clock clock;
  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();

  public OptionalReads(Clock clock) {
    this.clock = clock;
  }

  /**
   * Reads a value, unless the same read failed less than a minute ago.
   *
   * @param what the name of the read, the same at each call
   */
  public <T> Result<T> of(String what, Supplier<T> read) {
    var before = troubles.get(what);
    if (before != null && clock.instant().isBefore(before.next())) {
      return new Result<>(Optional.empty(), Optional.of(before.why()), false);
    }
    try {
      var value = Optional.ofNullable(read.get());
      troubles.remove(what);
      return new Result<>(value, Optional.empty(), false);
    } catch (SdkException e) {
      return unseen(what, AwsErrors.words(e), isRefusal(e));
    } catch (NullPointerException | IndexOutOfBoundsException e) {
      return unseen(what, "a malformed response", false);
    }
  }

  private <T> Result<T> unseen(String what, String why, boolean refused) {
    Instant now = clock.instant();
    Instant since = Optional.ofNullable(troubles.get(what)).map(Trouble::since).orElse(now);
    boolean soon = !refused && now.isBefore(since.plus(PATIENCE));
    troubles.put(what, new Trouble(since, soon ? now : now.plus(AGAIN), why));
    return new Result<>(Optional.empty(), Optional.of(why), soon);
  }

  private static boolean isRefusal(SdkException e) {
    return e instanceof AwsServiceException refusal && !AwsErrors.mayPass(refusal);
  }
}
