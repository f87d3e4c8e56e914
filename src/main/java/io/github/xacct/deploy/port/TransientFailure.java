package io.github.xacct.deploy.port;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that failed temporarily (throttled, server fault, connection lost); a retry may help. */
public final class TransientFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean perhapsDone;
  private final transient Optional<Duration> worth;

  /** A failed call that has changed nothing. */
  public TransientFailure(String message, @Nullable Throwable cause) {
    this(message, cause, false, Optional.empty());
  }

  private TransientFailure(
      String message, @Nullable Throwable cause, boolean perhapsDone, Optional<Duration> worth) {
    super(message, cause);
    this.perhapsDone = perhapsDone;
    this.worth = worth;
  }

  /** A call whose response was lost, so that it may have taken effect. */
  public static TransientFailure perhapsDone(String message, @Nullable Throwable cause) {
    return new TransientFailure(message, cause, true, Optional.empty());
  }

  /** A failure that is worth retrying only for that time. */
  public static TransientFailure worthAsking(
      Duration time, String message, @Nullable Throwable cause) {
    return new TransientFailure(message, cause, false, Optional.of(time));
  }

  /** Whether the call may have taken effect. */
  public boolean perhapsDone() {
    return perhapsDone;
  }

  /** The shorter of the time worth retrying and the caller's patience. */
  public Duration within(Duration patience) {
    return worth.filter(time -> time.compareTo(patience) < 0).orElse(patience);
  }
}
