package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** A change set: its submission, its changes, and whether it can be executed. */
@JsonAutoDetect(fieldVisibility = Visibility.ANY, isGetterVisibility = Visibility.NONE)
@NullUnmarked // fields are read from a file
final class ChangeSet {
  String name;
  String id;
  String description = "";
  Submission submission;
  String createdAt = StackResource.now();
  String status = "CREATE_COMPLETE";
  String reason;
  String executionStatus = "AVAILABLE";

  /** ROLLBACK, DELETE or DO_NOTHING. */
  String onStackFailure = "";

  /** Whether it compares with the actual resources: DeploymentMode REVERT_DRIFT. */
  boolean revertsDrift;

  /** The changes of resources, with property values. */
  List<ObjectNode> changes = List.of();

  /** Sets it to FAILED with a reason, so that it cannot be executed. */
  void fail(String why) {
    status = "FAILED";
    reason = why;
    executionStatus = "UNAVAILABLE";
  }

  boolean executable() {
    return executionStatus.equals("AVAILABLE");
  }
}
