package io.github.xacct.event;

import java.util.List;

/**
 * What one check of a set-up has found.
 *
 * @param section such as {@code registry}
 * @param id such as {@code registry.pull}, listed in docs/preflight.md
 * @param outcome whether all is well
 * @param words one sentence: what was found, the problem, or why it was not checked
 * @param evidence other systems' words, and what was compared
 * @param fix what to type or to paste, line by line
 */
public record Finding(
    String section,
    String id,
    Outcome outcome,
    String words,
    List<String> evidence,
    List<String> fix) {

  /** How a check ends. */
  public enum Outcome {
    /** As it should be. */
    OK,
    /** A deployment would fail or misbehave. */
    FAIL,
    /** A deployment works, and something is lost. */
    WARN,
    /** Not checked; the words say why. */
    SKIPPED
  }

  public Finding {
    evidence = List.copyOf(evidence);
    fix = List.copyOf(fix);
  }
}
