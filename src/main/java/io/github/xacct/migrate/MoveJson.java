package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Functions for AWS's responses in JSON. */
final class MoveJson {
  private MoveJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static Stream<JsonNode> stream(JsonNode list) {
    return list.valueStream();
  }

  /** Returns one member of all items, as strings. */
  static List<String> texts(JsonNode list, String member) {
    return stream(list).map(item -> item.path(member).asText()).toList();
  }

  /** Returns a value; empty if it is missing, null, or an empty list or object. */
  static Optional<JsonNode> there(JsonNode value) {
    return Optional.of(value)
        .filter(v -> !v.isMissingNode() && !v.isNull())
        .filter(v -> !v.isContainerNode() || !v.isEmpty());
  }

  /** Whether a node contains all expected members; lists must have the same length. */
  static boolean holds(JsonNode there, JsonNode expected) {
    if (expected.isObject()) {
      return expected.propertyStream().allMatch(m -> holds(there.path(m.getKey()), m.getValue()));
    }
    if (expected.isArray()) {
      return there.size() == expected.size()
          && java.util.stream.IntStream.range(0, expected.size())
              .allMatch(i -> holds(there.path(i), expected.path(i)));
    }
    return expected.isNumber() && there.isNumber()
        ? Double.compare(there.asDouble(), expected.asDouble()) == 0
        : there.equals(expected);
  }
}
