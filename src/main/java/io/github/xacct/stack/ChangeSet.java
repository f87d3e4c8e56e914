package io.github.xacct.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.stack.plan.Stack;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A change set: what CloudFormation would change in a stack.
 *
 * @param id ARN of the change set
 * @param stackId ARN of the stack, also of one that does not exist yet
 * @param first whether it creates the stack
 * @param parameters the parameters that it was created with
 * @param changes the changes; empty if there are none
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
   * @param replacement whether the resource is replaced: True, False, Conditional or the empty
   *     string
   * @param properties names of the properties that change
   * @param before the properties before; missing if there are none
   * @param after the properties after; missing if there are none
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

  /** Whether the stack would not change. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }
}
