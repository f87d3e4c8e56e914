package io.github.xacct.deploy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Parses an enum constant as users write it. */
final class Choice {
  private Choice() {}

  /**
   * Returns the constant of that name, ignoring case.
   *
   * @throws IllegalArgumentException if there is no such constant; the message lists all of them
   */
  static <E extends Enum<E>> E of(E[] all, String text) {
    return Arrays.stream(all)
        .filter(one -> one.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "invalid value '%s': expected one of %s"
                        .formatted(
                            text,
                            Arrays.stream(all).map(Choice::id).collect(Collectors.joining(", ")))));
  }

  /** The constant as users write it, in lowercase: {@code shifted}. */
  static String id(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
