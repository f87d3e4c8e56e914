package io.github.xacct.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.stack.plan.Stack;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What CloudFormation would do to a stack.
 *
 * @param id of the change set
 * @param stackId of the stack, also of one that does not exist yet
 * @param parameters that it was made with
 * @param changes empty if there is nothing to do
 */
public record ChangeSet(
    Stack stack,
    String id,
    String stackId,
    boolean first,
    Map<String, String> parameters,
    List<Change> changes) {

  /**
   * The change of one resource.
   *
   * @param action Add, Modify, Remove, Import or Dynamic
   * @param replacement whether it is made anew: True, False, Conditional or the empty string
   * @param properties that change
   * @param before properties as they were; missing if there are none
   * @param after properties as they will be; missing if there are none
   */
  public record Change(
      String action,
      String logicalId,
      String type,
      String replacement,
      Set<String> properties,
      JsonNode before,
      JsonNode after) {

    /** Whether the change deletes or replaces a resource. */
    boolean ends() {
      return action.equals("Remove") || isReplaced();
    }

    boolean isReplaced() {
      return replacement.equals("True") || replacement.equals("Conditional");
    }
  }

  /** Whether the stack would stay as it is. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }
}
