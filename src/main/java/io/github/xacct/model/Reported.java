package io.github.xacct.model;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value that a service reports: one of those that are known here, or one that the service has
 * added since, which stays as it is written.
 *
 * @param known absent for a value that is not known here
 * @param text as the service writes it
 */
public record Reported<E extends Enum<E>>(Optional<E> known, String text) {

  /**
   * The value behind a text such as {@code InProgress}, whatever the case of its letters.
   *
   * @param text absent where the service leaves it out
   */
  public static <E extends Enum<E>> Reported<E> of(Class<E> values, @Nullable String text) {
    String written = text == null ? "unknown" : text;
    return new Reported<>(
        Stream.of(values.getEnumConstants())
            .filter(value -> value.name().replace("_", "").equalsIgnoreCase(written))
            .findFirst(),
        written);
  }

  /** A known value, written as it writes itself. */
  public static <E extends Enum<E>> Reported<E> of(E value) {
    return new Reported<>(Optional.of(value), value.toString());
  }

  /** Whether it is this one. */
  public boolean is(E value) {
    return known.filter(value::equals).isPresent();
  }

  @Override
  public String toString() {
    return text;
  }
}
