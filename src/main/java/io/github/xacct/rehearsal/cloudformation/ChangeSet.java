package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** One change set: what was asked for, what it would change, and whether it can be executed. */
@JsonAutoDetect(fieldVisibility = Visibility.ANY, isGetterVisibility = Visibility.NONE)
@NullUnmarked // as it lies in its file
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

  /** Whether it compares with what really stands: DeploymentMode REVERT_DRIFT. */
  boolean revertsDrift;

  /** The changes of resources, with the values of properties. */
  List<ObjectNode> changes = List.of();

  /** Lets it be of no use. */
  void fail(String why) {
    status = "FAILED";
    reason = why;
    executionStatus = "UNAVAILABLE";
  }

  boolean executable() {
    return executionStatus.equals("AVAILABLE");
  }
}
