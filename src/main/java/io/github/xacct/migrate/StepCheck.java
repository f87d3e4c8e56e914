package io.github.xacct.migrate;

import java.util.Optional;

/** Whether something is as it is to be. */
interface StepCheck {
  /** A check of nothing. */
  StepCheck NONE = account -> Optional.empty();

  /** What is lacking, as a part of a sentence; empty if nothing is. */
  Optional<String> lacking(Account account);

  /** Both. */
  default StepCheck and(StepCheck other) {
    return account -> lacking(account).or(() -> other.lacking(account));
  }
}
