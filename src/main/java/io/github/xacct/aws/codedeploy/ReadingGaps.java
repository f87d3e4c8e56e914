package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.OptionalReads;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TransientFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Collects what of a target account could not be read: as warnings, or to be retried soon. */
final class ReadingGaps {
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final List<String> soon = Collections.synchronizedList(new ArrayList<>());

  /** Adds a warning of what could not be read and is not retried. */
  void add(String what, String why) {
    warnings.add(TargetAccountState.UNREAD + what + ". " + why);
  }

  /** Records the result's failure, if it has one; returns the result. */
  <T> OptionalReads.Result<T> noted(String what, OptionalReads.Result<T> seen) {
    seen.why()
        .ifPresent(
            why ->
                (seen.soon() ? soon : warnings).add(TargetAccountState.UNREAD + what + ". " + why));
    return seen;
  }

  /** Returns the warnings and these doubts, sorted. */
  List<String> warnings(List<String> doubts) {
    return Stream.concat(warnings.stream(), doubts.stream()).sorted().toList();
  }

  /**
   * Fails if something should be read again, so that all of it is retried together.
   *
   * @throws TransientFailure if another read may succeed soon
   */
  void refuseIfMoreMayBeSeenSoon() {
    if (!soon.isEmpty()) {
      throw new TransientFailure(String.join("; ", soon.stream().sorted().toList()), null);
    }
  }
}
