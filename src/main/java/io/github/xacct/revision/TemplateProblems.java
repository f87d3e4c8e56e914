package io.github.xacct.revision;

import io.github.xacct.model.XacctException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Collects the problems of one file or configuration, to report them together. */
final class TemplateProblems {

  private record Problem(String path, Optional<Integer> line, String what, String hint) {
    @Override
    public String toString() {
      String at = line.map(n -> " (line " + n + ")").orElse("");
      return (path.isEmpty() ? "" : path + ": ") + what + at + hint;
    }
  }

  private final String subject;
  private final Optional<ToIntFunction<String>> lines;
  private final List<Problem> found = new ArrayList<>();
  private final List<Problem> doubts = new ArrayList<>();
  private final List<String> advice = new ArrayList<>();

  private TemplateProblems(String subject, Optional<ToIntFunction<String>> lines) {
    this.subject = subject;
    this.lines = lines;
  }

  /** Collects problems of a file, with line numbers. */
  static TemplateProblems in(TemplateFile template, ToIntFunction<String> lines) {
    return new TemplateProblems(template.file(), Optional.of(lines));
  }

  /** Collects problems of a text without line numbers. */
  static TemplateProblems of(String subject) {
    return new TemplateProblems(subject, Optional.empty());
  }

  /**
   * Adds a problem at a path of the template.
   *
   * @param hint follows the line number, so it begins with a comma; may be empty
   */
  void add(String path, String what, String hint) {
    found.add(new Problem(path, lines.map(l -> l.applyAsInt(path)), what, hint));
  }

  /** Adds a warning for a value that AWS may accept. */
  void warn(String path, String what, String hint) {
    doubts.add(new Problem(path, lines.map(l -> l.applyAsInt(path)), what, hint));
  }

  /** The warnings in the order of the lines, each with the name of its file. */
  List<String> warnings() {
    return doubts.stream()
        .sorted(Comparator.comparing(problem -> problem.line().orElse(0)))
        .map(problem -> subject + ": " + problem)
        .toList();
  }

  int count() {
    return found.size();
  }

  /** Adds a line of advice. */
  void advise(String line) {
    advice.add(line);
  }

  /** Removes the problems and warnings of values that are replaced anyway. */
  void forget(Predicate<String> path) {
    found.removeIf(problem -> path.test(problem.path()));
    doubts.removeIf(problem -> path.test(problem.path()));
    if (found.isEmpty()) {
      advice.clear();
    }
  }

  /** Throws if there are problems; the exception lists all of them in the order of the lines. */
  void throwIfAny() {
    if (found.isEmpty()) {
      return;
    }
    XacctException reported =
        XacctException.yours(
            subject + ": " + (found.size() == 1 ? "1 mistake." : found.size() + " mistakes."));
    found.sort(Comparator.comparing(problem -> problem.line().orElse(0)));
    for (Problem problem : found) {
      reported = reported.evidence(problem.toString());
    }
    for (String line : advice) {
      reported = reported.suggestion(line);
    }
    throw reported;
  }
}
