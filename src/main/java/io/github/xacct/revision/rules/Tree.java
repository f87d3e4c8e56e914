package io.github.xacct.revision.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/** Reads a JSON tree whose types have not been checked yet. */
final class Tree {
  private Tree() {}

  /** A string field that is not empty. */
  static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue()).filter(text -> !text.isEmpty());
  }

  static OptionalInt number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isIntegralNumber() && value.canConvertToInt()
        ? OptionalInt.of(value.intValue())
        : OptionalInt.empty();
  }

  /**
   * Whether a field is set: not missing, null or an empty list or object, which AWS treats alike.
   */
  static boolean isSet(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return !value.isMissingNode()
        && !value.isNull()
        && !(value.isContainerNode() && value.isEmpty());
  }

  static boolean isTrue(JsonNode node, String field) {
    return node.path(field).isBoolean() && node.path(field).booleanValue();
  }

  static String child(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /**
   * Visits every value that matches a pattern.
   *
   * @param pattern such as {@code containerDefinitions[].secrets[].valueFrom}
   * @param visitor receives each value's path and the value
   */
  static void each(JsonNode root, String pattern, BiConsumer<String, JsonNode> visitor) {
    each(root, "", List.of(pattern.split("\\.")), visitor);
  }

  private static void each(
      JsonNode node, String path, List<String> steps, BiConsumer<String, JsonNode> visitor) {
    if (steps.isEmpty()) {
      visitor.accept(path, node);
      return;
    }
    String step = steps.get(0);
    List<String> rest = steps.subList(1, steps.size());
    boolean list = step.endsWith("[]");
    String field = list ? step.substring(0, step.length() - 2) : step;
    JsonNode value = node.path(field);
    if (!list && !value.isMissingNode() && !value.isNull()) {
      each(value, child(path, field), rest, visitor);
    }
    for (int i = 0; list && i < value.size(); i++) {
      each(value.path(i), child(path, field) + "[" + i + "]", rest, visitor);
    }
  }
}
