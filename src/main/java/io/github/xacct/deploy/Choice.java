package io.github.xacct.deploy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which of a few words a user has written. */
final class Choice {
  private Choice() {}

  /**
   * The constant that is meant, in upper or lower case.
   *
   * @throws IllegalArgumentException if it is none of them; names them all
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

  /** The value of an option as users write it: {@code shifted}. */
  static String id(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
