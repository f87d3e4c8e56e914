package io.github.xacct.event;

import java.util.List;

/**
 * The result of one preflight check.
 *
 * @param section such as {@code registry}
 * @param id such as {@code registry.pull}, listed in docs/preflight.md
 * @param outcome how the check ended
 * @param words one sentence: the finding, the problem, or why the check was skipped
 * @param evidence messages of other systems verbatim, and what was compared
 * @param fix lines to type or paste
 */
public record Finding(
    String section,
    String id,
    Outcome outcome,
    String words,
    List<String> evidence,
    List<String> fix) {

  /** The outcome of a check. */
  public enum Outcome {
    /** The check passed. */
    OK,
    /** A deployment would fail or misbehave. */
    FAIL,
    /** A deployment works, but with a disadvantage. */
    WARN,
    /** The check was not made, for the reason in {@code words}. */
    SKIPPED
  }

  public Finding {
    evidence = List.copyOf(evidence);
    fix = List.copyOf(fix);
  }
}
