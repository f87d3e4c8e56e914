package io.github.xacct.network;

import java.util.Optional;

/**
 * What an account says of something that a check would know and can do without.
 *
 * @param value what it says; absent if that is not known
 * @param why it is not known; absent if it is
 */
public record Reading<T>(Optional<T> value, Optional<String> why) {

  /** A value that could be read. */
  public static <T> Reading<T> of(T value) {
    return new Reading<>(Optional.of(value), Optional.empty());
  }

  /** The question was refused, or had no answer for seconds. */
  public static <T> Reading<T> unknown(String why) {
    return new Reading<>(Optional.empty(), Optional.of(why));
  }
}
