package io.github.xacct.aws.codedeploy;

import io.github.xacct.aws.Sight;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TransientFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What of a target account could not be read: warnings, or a reason to look again soon. */
final class ReadingGaps {
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final List<String> soon = Collections.synchronizedList(new ArrayList<>());

  /** Notes what will not be read a moment later either. */
  void add(String what, String why) {
    warnings.add(TargetAccountState.UNREAD + what + ". " + why);
  }

  /** Notes why something was not seen, if it was not. */
  <T> Sight.Seen<T> noted(String what, Sight.Seen<T> seen) {
    seen.why()
        .ifPresent(
            why ->
                (seen.soon() ? soon : warnings).add(TargetAccountState.UNREAD + what + ". " + why));
    return seen;
  }

  /** The warnings, sorted, with the doubts about what was read. */
  List<String> warnings(List<String> doubts) {
    return Stream.concat(warnings.stream(), doubts.stream()).sorted().toList();
  }

  /**
   * All that is in doubt is waited for at the same time.
   *
   * @throws TransientFailure if something may be read a moment later
   */
  void refuseIfMoreMayBeSeenSoon() {
    if (!soon.isEmpty()) {
      throw new TransientFailure(String.join("; ", soon.stream().sorted().toList()), null);
    }
  }
}
