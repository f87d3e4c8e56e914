package io.github.xacct.deploy;

import io.github.xacct.model.XacctException;
import java.util.List;

/** Many problems as one refusal, so that nobody meets them one failed deployment at a time. */
final class CombinedRefusal {
  private CombinedRefusal() {}

  /** Throws if there is any. */
  static void refuse(List<XacctException> problems) {
    if (problems.isEmpty()) {
      return;
    }
    if (problems.size() == 1) {
      throw problems.get(0);
    }
    var all =
        XacctException.yours(
            problems.size() + " reasons why this deployment cannot work; nothing was changed.");
    for (int i = 0; i < problems.size(); i++) {
      all = all.evidence((i + 1) + ". " + problems.get(i).getMessage());
    }
    throw all;
  }
}
