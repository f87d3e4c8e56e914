package io.github.xacct.policy;

/**
 * What a policy decides of one request, and why.
 *
 * @param outcome what it says
 * @param reason for a person: which statement decided, or what is missing
 */
public record Decision(Outcome outcome, String reason) {

  /** The possible results of an evaluation. */
  public enum Outcome {
    /** A statement allows it and none denies it. */
    ALLOWED,
    /** A statement denies it, whatever others allow. */
    DENIED,
    /** No statement speaks of it, which is a denial too, but one that another policy can lift. */
    NOT_ALLOWED,
    /** It depends on something this evaluator does not know. */
    CANNOT_DECIDE
  }

  /** Whether the request passes for sure. */
  public boolean allowed() {
    return outcome == Outcome.ALLOWED;
  }
}
