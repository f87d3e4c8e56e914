package io.github.xacct.deploy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a deployment is followed. */
public enum Until {
  /** It exists. */
  CREATED,
  /** It waits for a word, with green on the test listener; or has gone on without one. */
  READY,
  /** All production traffic is on the replacement task set. */
  SHIFTED,
  /** The original task set is gone. */
  TERMINATED;

  /** Reads {@code created}, {@code ready}, {@code shifted} or {@code terminated}. */
  public static Until parse(String text) {
    return Arrays.stream(values())
        .filter(u -> u.id().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + text
                        + "' is nothing to wait for: write one of "
                        + Arrays.stream(values())
                            .map(Until::id)
                            .collect(Collectors.joining(", "))));
  }

  /** As written in {@code -Dxacct.waitUntil}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
