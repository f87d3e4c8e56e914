package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;

/** The path of a value in a document, as problems name it: {@code a.b[0].c}. */
final class FieldPath {
  /** The maximum depth of a document; a task definition has seven levels, an AppSpec eight. */
  static final int DEEPEST = 50;

  private FieldPath() {}

  /** The path of a field. */
  static String child(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /** The path of the enclosing value; empty at the top level. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  /** The type of a node, for messages. */
  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "a string";
      case NUMBER -> node.isIntegralNumber() ? "a number" : "a number with a fraction";
      case BOOLEAN -> "a boolean";
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      default -> "null";
    };
  }
}
