package io.github.xacct.stack;

import java.util.Map;

/**
 * The state of a stack.
 *
 * @param id its ARN, by which it is found even after its deletion
 * @param status as CloudFormation reports it, such as CREATE_COMPLETE
 * @param reason the status reason, or the empty string
 * @param tags tags of the stack, which CloudFormation propagates to its resources
 * @param isProtected whether termination protection is enabled
 */
public record StackState(
    String name,
    String id,
    String status,
    String reason,
    Map<String, String> parameters,
    Map<String, String> outputs,
    Map<String, String> tags,
    boolean isProtected) {

  /** Whether the stack has no resources: its first change set was created but not executed. */
  public boolean isEmpty() {
    return status.equals("REVIEW_IN_PROGRESS");
  }

  /** Whether an operation is in progress. */
  boolean isBusy() {
    return status.endsWith("_IN_PROGRESS") && !isEmpty();
  }

  /** Whether its creation failed; it must be deleted before one of this name can be created. */
  public boolean isFailedCreation() {
    return status.equals("ROLLBACK_COMPLETE");
  }

  /** Whether the stack can be updated. */
  boolean isUpdatable() {
    return switch (status) {
      case "CREATE_COMPLETE",
          "UPDATE_COMPLETE",
          "UPDATE_ROLLBACK_COMPLETE",
          "IMPORT_COMPLETE",
          "IMPORT_ROLLBACK_COMPLETE" ->
          true;
      default -> false;
    };
  }

  /** Whether the last operation succeeded. */
  boolean hasSucceeded() {
    return isUpdatable() && !status.contains("ROLLBACK");
  }

  /** Whether the stack was deleted; it is still found by its ARN. */
  boolean isDeleted() {
    return status.equals("DELETE_COMPLETE");
  }

  /** Returns the version of the template that created it; 0 if it has no such output. */
  int templateVersion() {
    String version = outputs.getOrDefault("TemplateVersion", "");
    return version.matches("\\d{1,9}") ? Integer.parseInt(version) : 0;
  }
}
