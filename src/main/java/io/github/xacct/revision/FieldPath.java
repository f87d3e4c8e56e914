package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;

/** Where a value stands in a document, as problems name it: {@code a.b[0].c}; and what it is. */
final class FieldPath {
  /** A task definition is seven deep, an AppSpec eight. */
  static final int DEEPEST = 50;

  private FieldPath() {}

  /** The path of a field. */
  static String child(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /** The path of what encloses a value; empty at the top. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  /** What a node is, in words. */
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
