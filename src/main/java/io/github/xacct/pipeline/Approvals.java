package io.github.xacct.pipeline;

import java.util.Optional;

/** Decides whether a pipeline may continue. */
public interface Approvals {

  /**
   * Requests an approval and waits for the decision.
   *
   * @param approver name of the approval action
   * @param text shown to the approver
   * @param link URL to review
   */
  boolean approved(String approver, String text, Optional<String> link);
}
