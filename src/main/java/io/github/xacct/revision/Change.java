package io.github.xacct.revision;

import java.util.Optional;

/**
 * One difference between two task definitions, fit for a log: a value that may be a secret is
 * {@link #HIDDEN} already.
 *
 * @param path such as {@code containers[web].environment[LOG_LEVEL]}
 * @param before absent for what was added
 * @param after absent for what was removed
 */
public record Change(String path, Optional<String> before, Optional<String> after) {

  /** Stands for a value that may be a secret. */
  public static final String HIDDEN = "(not shown)";

  /** One line: {@code +} added, {@code -} removed, {@code ~} changed. */
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
