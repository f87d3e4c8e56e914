package io.github.xacct.migrate;

import java.util.Optional;

/** Whether something is as it is to be. */
interface StepCheck {
  /** A check that always passes. */
  StepCheck NONE = account -> Optional.empty();

  /** What is lacking, as a part of a sentence; empty if nothing is. */
  Optional<String> lacking(Account account);

  /** A check that passes if this one and the other one pass. */
  default StepCheck and(StepCheck other) {
    return account -> lacking(account).or(() -> other.lacking(account));
  }
}
