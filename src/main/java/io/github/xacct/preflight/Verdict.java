package io.github.xacct.preflight;

import io.github.xacct.model.AccountId;
import io.github.xacct.model.XacctException;
import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How one check ends: as a {@link Finding} without its name. */
record Verdict(Outcome outcome, String words, List<String> evidence, List<String> fix) {

  static Verdict ok(String found) {
    return new Verdict(Outcome.OK, found, List.of(), List.of());
  }

  static Verdict fail(String problem) {
    return new Verdict(Outcome.FAIL, problem, List.of(), List.of());
  }

  static Verdict warn(String loss) {
    return new Verdict(Outcome.WARN, loss, List.of(), List.of());
  }

  static Verdict skipped(String why) {
    return new Verdict(Outcome.SKIPPED, why, List.of(), List.of());
  }

  /** A rule that a deployment's own look applies too. */
  static Verdict of(Optional<XacctException> problem, String otherwise) {
    return problem
        .map(p -> new Verdict(Outcome.FAIL, p.problem(), p.evidence(), p.suggestion()))
        .orElseGet(() -> ok(otherwise));
  }

  Verdict evidence(String... lines) {
    return new Verdict(outcome, words, plus(evidence, lines), fix);
  }

  /** Evidence that only matters if something is wrong. */
  Verdict because(String line) {
    return outcome == Outcome.OK || outcome == Outcome.SKIPPED ? this : evidence(line);
  }

  /** What to do, where the rule itself says nothing of it. */
  Verdict hint(String line) {
    return outcome == Outcome.FAIL && fix.isEmpty() ? fix(line) : this;
  }

  /** What to type or paste; a text of several lines stays so. */
  Verdict fix(String... lines) {
    return new Verdict(outcome, words, evidence, plus(fix, lines));
  }

  /**
   * With its name.
   *
   * @param account in which commands are to be typed: two are in play, and the wrong one is refused
   *     at best
   */
  Finding of(Check check, AccountId account) {
    List<String> told = new ArrayList<>(fix);
    IntStream.range(0, fix.size())
        .filter(line -> fix.get(line).startsWith("aws ") && !fix.get(line).startsWith("aws sso "))
        .findFirst()
        .ifPresent(line -> told.add(line, "with credentials of account " + account + ":"));
    return new Finding(check.section(), check.id(), outcome, words, evidence, told);
  }

  private static List<String> plus(List<String> lines, String... more) {
    var all = new ArrayList<>(lines);
    Arrays.stream(more).flatMap(String::lines).forEach(all::add);
    return all;
  }
}
