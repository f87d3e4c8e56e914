package io.github.xacct.policy;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a part of a statement matches a request: yes, no, or undecided for a reason.
 *
 * @param fits meaningless if there is a doubt
 * @param doubt why it cannot be decided; absent if it can
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

  /** Combines two parts that must both match: a no outweighs a doubt. */
  Match and(Supplier<Match> other) {
    if (no()) {
      return this;
    }
    Match next = other.get();
    return next.no() || doubt.isEmpty() ? next : this;
  }
}
