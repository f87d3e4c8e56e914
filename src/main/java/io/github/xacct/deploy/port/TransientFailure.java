package io.github.xacct.deploy.port;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that failed for now: throttled, server fault, connection lost. Asking again may help. */
public final class TransientFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean perhapsDone;
  private final transient Optional<Duration> worth;

  /** A call that has changed nothing. */
  public TransientFailure(String message, @Nullable Throwable cause) {
    this(message, cause, false, Optional.empty());
  }

  private TransientFailure(
      String message, @Nullable Throwable cause, boolean perhapsDone, Optional<Duration> worth) {
    super(message, cause);
    this.perhapsDone = perhapsDone;
    this.worth = worth;
  }

  /** A call whose answer was lost: what it asked for may have been done. */
  public static TransientFailure perhapsDone(String message, @Nullable Throwable cause) {
    return new TransientFailure(message, cause, true, Optional.empty());
  }

  /** A call that must be answered within that time, or never will be. */
  public static TransientFailure worthAsking(
      Duration time, String message, @Nullable Throwable cause) {
    return new TransientFailure(message, cause, false, Optional.of(time));
  }

  /** Whether what was asked for may have been done. */
  public boolean perhapsDone() {
    return perhapsDone;
  }

  /** The shorter of the two: how long asking again may help, and the caller's own patience. */
  public Duration within(Duration patience) {
    return worth.filter(time -> time.compareTo(patience) < 0).orElse(patience);
  }
}
