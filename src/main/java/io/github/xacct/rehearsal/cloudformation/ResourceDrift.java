package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.template.ResourceType;
import io.github.xacct.rehearsal.cloudformation.template.ResourceTypes;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Map;
import java.util.Optional;

/**
 * The differences between a resource and its template. Only properties in the template are
 * compared: "CloudFormation only determines drift for property values that are explicitly set".
 */
final class ResourceDrift {
  private final ArrayNode differences = Json.array();

  private ResourceDrift() {}

  /** Returns the drift of a resource for DescribeStackResourceDrifts. */
  static ObjectNode of(AccountRegion place, StackResource resource, ResourceStore store) {
    ObjectNode node = Json.object();
    node.put("LogicalResourceId", resource.logicalId());
    node.put("PhysicalResourceId", resource.physicalId()).put("ResourceType", resource.type());
    node.put("Timestamp", StackResource.now());
    if (resource.type().equals("AWS::ECS::TaskDefinition")) {
      // A revision never changes.
      return node.put("StackResourceDriftStatus", "IN_SYNC");
    }
    Optional<ObjectNode> live = store.find(place, resource.type(), resource.key());
    ObjectNode expected = SecretReferences.known(store, place, readable(resource));
    node.put("ExpectedProperties", Json.write(expected));
    if (live.isEmpty()) {
      return node.put("StackResourceDriftStatus", "DELETED");
    }
    ResourceDrift drift = new ResourceDrift();
    ObjectNode actual = Json.object();
    expected
        .properties()
        .forEach(
            e -> {
              JsonNode value = live.get().path(e.getKey());
              if (!value.isMissingNode()) {
                actual.set(e.getKey(), value);
              }
              drift.compare("/" + e.getKey(), e.getValue(), value);
            });
    node.put("ActualProperties", Json.write(actual));
    node.set("PropertyDifferences", drift.differences);
    return node.put(
        "StackResourceDriftStatus", drift.differences.isEmpty() ? "IN_SYNC" : "MODIFIED");
  }

  private static ObjectNode readable(StackResource resource) {
    ResourceType type = ResourceTypes.find(resource.type()).orElseThrow();
    ObjectNode expected = resource.properties().deepCopy();
    expected.properties().removeIf(e -> type.writeOnly(e.getKey()));
    return expected;
  }

  private void compare(String path, JsonNode expected, JsonNode actual) {
    if (actual.isMissingNode()) {
      difference(path, "REMOVE", expected, actual);
    } else if (expected.isObject() && actual.isObject()) {
      for (Map.Entry<String, JsonNode> e : expected.properties()) {
        compare(path + "/" + e.getKey(), e.getValue(), actual.path(e.getKey()));
      }
    } else if (expected.isArray() && actual.isArray()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(path + "/" + i, expected.get(i), actual.path(i));
      }
      for (int i = expected.size(); i < actual.size(); i++) {
        difference(path + "/" + i, "ADD", expected.path(i), actual.get(i));
      }
    } else if (expected.isContainerNode() || !expected.asText().equals(actual.asText())) {
      difference(path, "NOT_EQUAL", expected, actual);
    }
  }

  private void difference(String path, String type, JsonNode expected, JsonNode actual) {
    differences
        .addObject()
        .put("PropertyPath", path)
        .put("ExpectedValue", text(expected))
        .put("ActualValue", text(actual))
        .put("DifferenceType", type);
  }

  private static String text(JsonNode value) {
    return value.isMissingNode()
        ? "null"
        : value.isValueNode() ? value.asText() : Json.write(value);
  }
}
