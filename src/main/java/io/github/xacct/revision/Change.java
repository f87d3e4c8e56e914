package io.github.xacct.revision;

import java.util.Optional;

/**
 * One difference between two task definitions, safe to log: a value that may be a secret is already
 * {@link #HIDDEN}.
 *
 * @param path such as {@code containers[web].environment[LOG_LEVEL]}
 * @param before empty for an addition
 * @param after empty for a removal
 */
public record Change(String path, Optional<String> before, Optional<String> after) {

  /** Replaces a value that may be a secret. */
  public static final String HIDDEN = "(not shown)";

  /** The change in one line: {@code +} added, {@code -} removed, {@code ~} changed. */
  public String line() {
    if (before.isEmpty()) {
      return "+ " + path + ": " + after.orElseThrow();
    }
    if (after.isEmpty()) {
      return "- " + path + ": " + before.get();
    }
    return after.get().equals(HIDDEN)
        ? "~ " + path + ": (changed, not shown)"
        : "~ " + path + ": " + before.get() + " -> " + after.get();
  }
}
