package io.github.xacct.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.xacct.stack.ResourceDrift.Difference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The deployment controller and deployment configuration of an existing service.
 *
 * @param controller the deployment controller, such as {@code ECS}
 * @param configuration the deployment configuration in the API's spelling
 */
public record EcsServiceState(String controller, JsonNode configuration) {
  private static final Comparator<JsonNode> BY_VALUE =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? Double.compare(one.asDouble(), other.asDouble())
              : one.equals(other) ? 0 : 1;

  /** Whether ECS itself deploys the service. */
  boolean isDeployedByEcs() {
    return controller.equals("ECS");
  }

  /**
   * Returns the differences from the requested members; others, such as AWS's defaults, are
   * ignored.
   */
  List<Difference> differences(JsonNode requested) {
    var differences = new ArrayList<Difference>();
    collect("", requested, configuration, differences);
    return differences;
  }

  private static void collect(
      String path, JsonNode requested, JsonNode actual, List<Difference> differences) {
    if (requested.isObject()) {
      requested
          .properties()
          .forEach(
              member ->
                  collect(
                      path + "/" + member.getKey(),
                      member.getValue(),
                      actual.path(member.getKey()),
                      differences));
    } else if (!isAsWanted(requested, actual)) {
      differences.add(new Difference(path, text(requested), text(actual)));
    }
  }

  private static boolean isAsWanted(JsonNode requested, JsonNode actual) {
    if (!requested.isArray()) {
      return requested.equals(BY_VALUE, actual);
    }
    if (requested.size() != actual.size()) {
      return false;
    }
    var left = new ArrayList<JsonNode>();
    actual.forEach(left::add);
    for (JsonNode one : requested) {
      var found = left.stream().filter(other -> covers(one, other)).findFirst();
      if (found.isEmpty()) {
        return false;
      }
      left.remove(found.get());
    }
    return true;
  }

  private static boolean covers(JsonNode requested, JsonNode actual) {
    var differences = new ArrayList<Difference>();
    collect("", requested, actual, differences);
    return differences.isEmpty();
  }

  private static String text(JsonNode node) {
    return node instanceof MissingNode ? "" : node.isValueNode() ? node.asText() : node.toString();
  }
}
