package io.github.xacct.network;

import java.util.Optional;

/**
 * A value that was read from an account, or the reason why it could not be read; checks do without
 * it.
 *
 * @param value absent if it could not be read
 * @param why it could not be read; absent if it was
 */
public record Reading<T>(Optional<T> value, Optional<String> why) {

  /** Creates the reading of a value. */
  public static <T> Reading<T> of(T value) {
    return new Reading<>(Optional.of(value), Optional.empty());
  }

  /** Creates a reading that failed: the call was denied, or timed out. */
  public static <T> Reading<T> unknown(String why) {
    return new Reading<>(Optional.empty(), Optional.of(why));
  }
}
