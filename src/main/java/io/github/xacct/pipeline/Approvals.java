package io.github.xacct.pipeline;

import java.util.Optional;

/** Decides whether a pipeline may continue. */
public interface Approvals {

  /**
   * Asks a person, and waits for the answer.
   *
   * @param approver name of the action
   * @param text what the approver reads
   * @param link to look at
   */
  boolean approved(String approver, String text, Optional<String> link);
}
