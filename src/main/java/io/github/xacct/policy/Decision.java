package io.github.xacct.policy;

/**
 * Whether a policy allows a request, and why.
 *
 * @param outcome the decision
 * @param reason in words: which statement decided, or what is missing
 */
public record Decision(Outcome outcome, String reason) {

  /** The possible results of an evaluation. */
  public enum Outcome {
    /** A statement allows the request and none denies it. */
    ALLOWED,
    /** A statement denies the request, even if others allow it. */
    DENIED,
    /**
     * No statement allows or denies the request: an implicit deny, which another policy can lift.
     */
    NOT_ALLOWED,
    /** The result depends on a value or an element that cannot be evaluated here. */
    CANNOT_DECIDE
  }

  /** Whether the request is certainly allowed. */
  public boolean allowed() {
    return outcome == Outcome.ALLOWED;
  }
}
