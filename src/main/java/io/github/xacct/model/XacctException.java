package io.github.xacct.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error in three parts: the problem, the evidence (another system's message, verbatim), and a
 * suggestion of what to do next. The only exception that this plugin throws intentionally.
 * Characters that control a terminal are replaced in all three parts.
 */
public final class XacctException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Who has to act. */
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

  /** Creates the exception for a problem that the user can correct. */
  public static XacctException yours(String problem) {
    return new XacctException(Fault.YOURS, problem, List.of(), List.of(), null);
  }

  /** Creates the exception for a problem that is not the user's fault. */
  public static XacctException ours(String problem) {
    return new XacctException(Fault.OURS, problem, List.of(), List.of(), null);
  }

  /** Returns the exception with another problem. */
  public XacctException under(String sentence) {
    return new XacctException(fault, sentence, evidence, suggestion, getCause());
  }

  /**
   * Returns the exception with one more line of evidence, such as another system's message
   * verbatim.
   */
  public XacctException evidence(String line) {
    return new XacctException(fault, problem, plus(evidence, line), suggestion, getCause());
  }

  /** Returns the exception with one more line of suggestion. */
  public XacctException suggestion(String line) {
    return new XacctException(fault, problem, evidence, plus(suggestion, line), getCause());
  }

  /**
   * Returns the exception with this cause; only one, because Maven prints the message of each
   * cause.
   */
  public XacctException cause(Throwable cause) {
    return new XacctException(fault, problem, evidence, suggestion, cause);
  }

  /** Returns who has to act: the user or the plugin's developers. */
  public Fault fault() {
    return fault;
  }

  /** Returns the first part, one sentence. */
  public String problem() {
    return problem;
  }

  /** Returns the second part, possibly empty. */
  public List<String> evidence() {
    return evidence;
  }

  /** Returns the third part, possibly empty. */
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

  /** Returns the first {@link XacctException} among a throwable and its causes. */
  public static Optional<XacctException> in(Throwable throwable) {
    for (Throwable t = throwable; t != null; t = t.getCause()) {
      if (t instanceof XacctException ours) {
        return Optional.of(ours);
      }
    }
    return Optional.empty();
  }
}
