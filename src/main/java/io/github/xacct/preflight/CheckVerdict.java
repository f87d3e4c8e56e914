package io.github.xacct.preflight;

import io.github.xacct.event.Finding;
import io.github.xacct.event.Finding.Outcome;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The result of a check: a {@link Finding} without the check's name. */
record CheckVerdict(Outcome outcome, String words, List<String> evidence, List<String> fix) {

  static CheckVerdict ok(String found) {
    return new CheckVerdict(Outcome.OK, found, List.of(), List.of());
  }

  static CheckVerdict fail(String problem) {
    return new CheckVerdict(Outcome.FAIL, problem, List.of(), List.of());
  }

  static CheckVerdict warn(String loss) {
    return new CheckVerdict(Outcome.WARN, loss, List.of(), List.of());
  }

  static CheckVerdict skipped(String why) {
    return new CheckVerdict(Outcome.SKIPPED, why, List.of(), List.of());
  }

  /** The verdict of a rule that a deployment applies too. */
  static CheckVerdict of(Optional<XacctException> problem, String otherwise) {
    return problem
        .map(p -> new CheckVerdict(Outcome.FAIL, p.problem(), p.evidence(), p.suggestion()))
        .orElseGet(() -> ok(otherwise));
  }

  /** The first of the worst verdicts; if all are well, their results joined. */
  static CheckVerdict worst(List<CheckVerdict> several) {
    return Stream.of(Outcome.FAIL, Outcome.WARN)
        .flatMap(outcome -> several.stream().filter(verdict -> verdict.outcome() == outcome))
        .findFirst()
        .orElseGet(
            () ->
                ok(
                    several.stream()
                        .map(CheckVerdict::words)
                        .distinct()
                        .collect(Collectors.joining(", "))));
  }

  CheckVerdict evidence(String... lines) {
    return new CheckVerdict(outcome, words, plus(evidence, lines), fix);
  }

  /** Adds evidence if the verdict is a failure or a warning. */
  CheckVerdict because(String line) {
    return outcome == Outcome.OK || outcome == Outcome.SKIPPED ? this : evidence(line);
  }

  /** Adds a fix if the rule has failed without one. */
  CheckVerdict hint(String line) {
    return outcome == Outcome.FAIL && fix.isEmpty() ? fix(line) : this;
  }

  /** Adds commands or text to paste; a text of several lines is kept as it is. */
  CheckVerdict fix(String... lines) {
    return new CheckVerdict(outcome, words, evidence, plus(fix, lines));
  }

  /**
   * Converts the verdict to the finding of a check.
   *
   * @param account the account whose credentials the commands need, since two accounts are involved
   */
  Finding of(Check check, AccountId account) {
    List<String> reported = new ArrayList<>(fix);
    IntStream.range(0, fix.size())
        .filter(line -> fix.get(line).startsWith("aws ") && !fix.get(line).startsWith("aws sso "))
        .findFirst()
        .ifPresent(line -> reported.add(line, "with credentials of account " + account + ":"));
    return new Finding(check.section(), check.id(), outcome, words, evidence, reported);
  }

  private static List<String> plus(List<String> lines, String... more) {
    var all = new ArrayList<>(lines);
    Arrays.stream(more).flatMap(String::lines).forEach(all::add);
    return all;
  }
}
