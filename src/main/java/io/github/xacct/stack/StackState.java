package io.github.xacct.stack;

import java.util.Map;

/**
 * How a stack stands.
 *
 * @param id its ARN, which finds it even when it has been deleted
 * @param status in CloudFormation's words, such as CREATE_COMPLETE
 * @param reason of the status, or the empty string
 * @param tags of the stack, which its resources have too
 * @param isProtected whether termination protection is on
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

  /** A first change set was made and not executed: there is a name and nothing else. */
  public boolean isEmpty() {
    return status.equals("REVIEW_IN_PROGRESS");
  }

  /** Something is being done to it. */
  boolean isBusy() {
    return status.endsWith("_IN_PROGRESS") && !isEmpty();
  }

  /** It was never made, and cannot be made any more under this name before it is deleted. */
  public boolean isStillborn() {
    return status.equals("ROLLBACK_COMPLETE");
  }

  /** Whether the stack can be updated. */
  boolean isSound() {
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

  /** The last thing that was done to it went well. */
  boolean isWell() {
    return isSound() && !status.contains("ROLLBACK");
  }

  /** It is no more; only its id still finds it. */
  boolean isGone() {
    return status.equals("DELETE_COMPLETE");
  }

  /** Of the template that made it; 0 if it does not say. */
  int templateVersion() {
    String version = outputs.getOrDefault("TemplateVersion", "");
    return version.matches("\\d{1,9}") ? Integer.parseInt(version) : 0;
  }
}
