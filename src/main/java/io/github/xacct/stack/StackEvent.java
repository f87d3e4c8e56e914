package io.github.xacct.stack;

/**
 * A CloudFormation event of a stack's resource, or of the stack itself.
 *
 * @param physicalId physical ID of the resource, or the empty string
 * @param status as CloudFormation reports it
 * @param reason status reason, or the empty string
 */
public record StackEvent(
    String id, String logicalId, String physicalId, String type, String status, String reason) {

  /** Whether the resource failed by itself, not because another one had failed. */
  boolean isOwnFailure() {
    return status.endsWith("_FAILED")
        && !reason.contains("cancelled")
        && !reason.startsWith("The following resource(s) failed");
  }
}
