package io.github.xacct.policy;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a part of a statement fits a request: yes, no, or unknown for a reason.
 *
 * @param fits of no use if there is a doubt
 * @param doubt why nobody can know
 */
record Match(boolean fits, Optional<String> doubt) {
  static final Match YES = new Match(true, Optional.empty());
  static final Match NO = new Match(false, Optional.empty());

  static Match of(boolean fits) {
    return fits ? YES : NO;
  }

  static Match unknown(String why) {
    return new Match(false, Optional.of(why));
  }

  boolean yes() {
    return doubt.isEmpty() && fits;
  }

  boolean no() {
    return doubt.isEmpty() && !fits;
  }

  /** Both must fit; a no weighs more than a doubt. */
  Match and(Supplier<Match> other) {
    if (no()) {
      return this;
    }
    Match next = other.get();
    return next.no() || doubt.isEmpty() ? next : this;
  }
}
