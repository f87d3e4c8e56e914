package io.github.xacct.deploy;

import io.github.xacct.advice.Advice;
import io.github.xacct.model.XacctException;
import java.util.List;

/** Reports a service or deployment group that was deleted during a deployment. */
final class DeletionEvidence {
  private DeletionEvidence() {}

  /** Adds the deleted resources to the problem, because they explain it best. */
  static XacctException addTo(XacctException problem, List<String> gone) {
    var reported = problem;
    for (String sentence : gone) {
      reported = reported.evidence(sentence);
    }
    if (!gone.isEmpty()) {
      for (String line : Advice.on(Advice.Place.GONE, String.join(" ", gone))) {
        reported = reported.suggestion(line);
      }
    }
    return reported;
  }
}
