package io.github.xacct.rehearsal.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Converts the texts of an XML response to the numbers, booleans and timestamps of its shape. */
public final class TypedTree {
  private TypedTree() {}

  /** Returns a converted copy; a value that cannot have its shape's type stays as it is. */
  public static JsonNode of(ModelShape shape, JsonNode value) {
    if (shape.isDocument()) {
      return value;
    }
    return switch (shape.type()) {
      case STRUCTURE -> structure(shape, value);
      case LIST -> list(shape, value);
      case MAP -> map(shape, value);
      case BOOLEAN -> value.isTextual() ? FormTree.truth(value) : value;
      case INTEGER, LONG, DOUBLE, FLOAT -> value.isTextual() ? FormTree.number(value) : value;
      case TIMESTAMP -> value.isTextual() ? FormTree.time(value) : value;
      case STRING, BLOB -> value;
    };
  }

  private static JsonNode structure(ModelShape shape, JsonNode value) {
    if (!value.isObject()) {
      return value;
    }
    ObjectNode typed = JsonNodeFactory.instance.objectNode();
    for (var member : value.properties()) {
      JsonNode given = member.getValue();
      typed.set(member.getKey(), shape.find(member.getKey()).map(m -> of(m, given)).orElse(given));
    }
    return typed;
  }

  private static JsonNode list(ModelShape shape, JsonNode value) {
    if (!value.isArray()) {
      return value;
    }
    ArrayNode typed = JsonNodeFactory.instance.arrayNode();
    value.forEach(item -> typed.add(of(shape.item(), item)));
    return typed;
  }

  private static JsonNode map(ModelShape shape, JsonNode value) {
    if (!value.isObject()) {
      return value;
    }
    ObjectNode typed = JsonNodeFactory.instance.objectNode();
    value.properties().forEach(e -> typed.set(e.getKey(), of(shape.value(), e.getValue())));
    return typed;
  }
}
