package io.github.xacct.preflight;

import io.github.xacct.model.ErrorText;

/** Thrown if a check cannot run; the message contains the reason. */
final class Skip extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient String evidence;

  Skip(String why) {
    this(why, "");
  }

  /**
   * @param evidence error message of AWS
   */
  Skip(String why, String evidence) {
    super(why, null, false, false);
    this.evidence = evidence;
  }

  CheckVerdict verdict() {
    var verdict = CheckVerdict.skipped(ErrorText.of(this));
    return evidence.isEmpty() ? verdict : verdict.evidence("AWS said: " + evidence);
  }
}
