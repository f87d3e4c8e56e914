package io.github.xacct.deploy;

import io.github.xacct.advice.Advice;
import io.github.xacct.model.XacctException;
import java.util.List;

/** What is reported of a service or deployment group that was deleted while it was deployed. */
final class Missing {
  private Missing() {}

  /** A problem with what is gone, which explains it better than any error. */
  static XacctException reported(XacctException problem, List<String> gone) {
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
