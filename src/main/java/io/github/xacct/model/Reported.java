package io.github.xacct.model;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value that a service reports: a known one, or one that the service has added since, which is
 * kept as a text.
 *
 * @param known absent for an unknown value
 * @param text the value as the service spells it
 */
public record Reported<E extends Enum<E>>(Optional<E> known, String text) {

  /**
   * Parses a text such as {@code InProgress}, ignoring case.
   *
   * @param text null if the service omits it, which becomes {@code unknown}
   */
  public static <E extends Enum<E>> Reported<E> of(Class<E> values, @Nullable String text) {
    String written = text == null ? "unknown" : text;
    return new Reported<>(
        Stream.of(values.getEnumConstants())
            .filter(value -> value.name().replace("_", "").equalsIgnoreCase(written))
            .findFirst(),
        written);
  }

  /** Wraps a known value, whose text is that of {@code toString}. */
  public static <E extends Enum<E>> Reported<E> of(E value) {
    return new Reported<>(Optional.of(value), value.toString());
  }

  /** Whether the service reported this value. */
  public boolean is(E value) {
    return known.filter(value::equals).isPresent();
  }

  @Override
  public String toString() {
    return text;
  }
}
