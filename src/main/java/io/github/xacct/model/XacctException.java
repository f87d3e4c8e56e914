package io.github.xacct.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, in three parts: the problem, the evidence (another system's words, verbatim),
 * and a suggestion of what to do next. The only exception that our packages throw on purpose. What
 * would steer a terminal is taken out of all three, whoever wrote it.
 */
public final class XacctException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Whose turn it is to act. */
  public enum Fault {
    /** The user, the platform engineer or the app: reported as a build failure. */
    YOURS,
    /** This plugin or something unexpected around it: reported as a build error. */
    OURS
  }

  private final Fault fault;
  private final String problem;
  private final transient List<String> evidence;
  private final transient List<String> suggestion;

  private XacctException(
      Fault fault,
      String problem,
      List<String> evidence,
      List<String> suggestion,
      @Nullable Throwable cause) {
    super(ForeignText.lines(text(problem, evidence, suggestion)), cause);
    this.fault = fault;
    this.problem = ForeignText.lines(problem);
    this.evidence = evidence.stream().map(ForeignText::lines).toList();
    this.suggestion = suggestion.stream().map(ForeignText::lines).toList();
  }

  /** A problem that the user can put right. */
  public static XacctException yours(String problem) {
    return new XacctException(Fault.YOURS, problem, List.of(), List.of(), null);
  }

  /** A problem that the user cannot be blamed for. */
  public static XacctException ours(String problem) {
    return new XacctException(Fault.OURS, problem, List.of(), List.of(), null);
  }

  /** The same with another first sentence. */
  public XacctException under(String sentence) {
    return new XacctException(fault, sentence, evidence, suggestion, getCause());
  }

  /** The same with one more line of evidence: what another system said, in its own words. */
  public XacctException evidence(String line) {
    return new XacctException(fault, problem, plus(evidence, line), suggestion, getCause());
  }

  /** The same with one more line of advice. */
  public XacctException suggestion(String line) {
    return new XacctException(fault, problem, evidence, plus(suggestion, line), getCause());
  }

  /** The same with its cause; Maven prints each cause's message, so at most one is kept. */
  public XacctException cause(Throwable cause) {
    return new XacctException(fault, problem, evidence, suggestion, cause);
  }

  /** Whether the user or the plugin's developers have to correct it. */
  public Fault fault() {
    return fault;
  }

  /** The first part, one sentence. */
  public String problem() {
    return problem;
  }

  /** The second part, possibly empty. */
  public List<String> evidence() {
    return evidence;
  }

  /** The third part, possibly empty. */
  public List<String> suggestion() {
    return suggestion;
  }

  private static List<String> plus(List<String> lines, String line) {
    var more = new java.util.ArrayList<>(lines);
    more.add(line);
    return more;
  }

  private static String text(String problem, List<String> evidence, List<String> suggestion) {
    var text = new StringBuilder(problem);
    evidence.forEach(line -> text.append('\n').append(line));
    for (int i = 0; i < suggestion.size(); i++) {
      text.append('\n').append(i == 0 ? "Try: " : "     ").append(suggestion.get(i));
    }
    return text.toString();
  }

  /** The first {@link XacctException} among this throwable and its causes. */
  public static Optional<XacctException> in(Throwable throwable) {
    for (Throwable t = throwable; t != null; t = t.getCause()) {
      if (t instanceof XacctException ours) {
        return Optional.of(ours);
      }
    }
    return Optional.empty();
  }
}
