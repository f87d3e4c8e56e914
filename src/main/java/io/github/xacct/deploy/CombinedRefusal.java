package io.github.xacct.deploy;

import io.github.xacct.model.XacctException;
import java.util.List;

/** Reports several problems as one exception, so that users can correct them all at once. */
final class CombinedRefusal {
  private CombinedRefusal() {}

  /** Throws if there is at least one problem. */
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
