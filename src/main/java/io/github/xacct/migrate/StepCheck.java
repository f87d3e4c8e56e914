package io.github.xacct.migrate;

import java.util.Optional;

/** A check of the account before or after a step. */
interface StepCheck {
  /** A check that always passes. */
  StepCheck NONE = account -> Optional.empty();

  /** Returns what is lacking, as a part of a sentence; empty if the check passes. */
  Optional<String> lacking(Account account);

  /** A check that passes if this one and the other one pass. */
  default StepCheck and(StepCheck other) {
    return account -> lacking(account).or(() -> other.lacking(account));
  }
}
