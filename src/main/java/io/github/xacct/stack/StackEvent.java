package io.github.xacct.stack;

/**
 * What happened to one resource of a stack, or to the stack itself.
 *
 * @param physicalId or the empty string
 * @param status in CloudFormation's words
 * @param reason or the empty string
 */
public record StackEvent(
    String id, String logicalId, String physicalId, String type, String status, String reason) {

  /** It failed by itself, and not because something else had. */
  boolean isFirstHand() {
    return status.endsWith("_FAILED")
        && !reason.contains("cancelled")
        && !reason.startsWith("The following resource(s) failed");
  }
}
