package io.github.xacct.migrate;

import java.util.Optional;

/** Whether something is as it is to be. */
interface Check {
  /** A check of nothing. */
  Check NONE = account -> Optional.empty();

  /** What is lacking, as a part of a sentence; empty if nothing is. */
  Optional<String> lacking(Account account);

  /** Both. */
  default Check and(Check other) {
    return account -> lacking(account).or(() -> other.lacking(account));
  }
}
