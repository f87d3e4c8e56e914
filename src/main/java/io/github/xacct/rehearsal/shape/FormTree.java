package io.github.xacct.rehearsal.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Converts between a form's fields and a tree: {@code Tags.member.1.Key} is the member Key of the
 * first item of the list Tags. A text that does not have its shape's type stays a text.
 */
public final class FormTree {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d+)?");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Numeric order: the tenth item of a list comes after the ninth. */
  private static final Comparator<String> ORDER =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private FormTree() {}

  /** Returns the tree of a form's fields, typed by a shape. */
  public static ObjectNode of(ModelShape shape, ObjectNode fields) {
    ObjectNode nested = NODES.objectNode();
    for (var field : fields.properties()) {
      ObjectNode at = nested;
      String[] parts = field.getKey().split("\\.");
      for (int i = 0; i < parts.length - 1; i++) {
        JsonNode next = at.path(parts[i]);
        at = next instanceof ObjectNode object ? object : at.putObject(parts[i]);
      }
      if (parts.length > 0) {
        at.set(parts[parts.length - 1], field.getValue());
      }
    }
    return (ObjectNode) structure(shape, nested);
  }

  private static JsonNode value(ModelShape shape, JsonNode given) {
    return switch (shape.type()) {
      case STRUCTURE -> given.isObject() ? structure(shape, given) : given;
      case LIST -> list(shape, given);
      case MAP -> map(shape, given);
      case BOOLEAN -> truth(given);
      case INTEGER, LONG, DOUBLE, FLOAT -> number(given);
      case TIMESTAMP -> time(given);
      case STRING, BLOB -> given;
    };
  }

  private static JsonNode structure(ModelShape shape, JsonNode given) {
    ObjectNode tree = NODES.objectNode();
    for (var member : given.properties()) {
      JsonNode value = member.getValue();
      tree.set(
          member.getKey(),
          shape.find(member.getKey()).map(known -> value(known, value)).orElse(value));
    }
    return tree;
  }

  /** {@code Names=} without a number is an empty list. */
  private static JsonNode list(ModelShape shape, JsonNode given) {
    if (given.isTextual() && given.asText().isEmpty()) {
      return NODES.arrayNode();
    }
    if (!given.path("member").isObject()) {
      return given;
    }
    ArrayNode list = NODES.arrayNode();
    sorted(given.path("member")).values().forEach(item -> list.add(value(shape.item(), item)));
    return list;
  }

  private static JsonNode map(ModelShape shape, JsonNode given) {
    if (!given.path("entry").isObject()) {
      return given;
    }
    ObjectNode map = NODES.objectNode();
    sorted(given.path("entry"))
        .values()
        .forEach(
            entry ->
                map.set(entry.path("key").asText(), value(shape.value(), entry.path("value"))));
    return map;
  }

  private static Map<String, JsonNode> sorted(JsonNode numbered) {
    Map<String, JsonNode> sorted = new TreeMap<>(ORDER);
    numbered.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  static JsonNode truth(JsonNode given) {
    return switch (given.asText()) {
      case "true" -> BooleanNode.TRUE;
      case "false" -> BooleanNode.FALSE;
      default -> given;
    };
  }

  static JsonNode number(JsonNode given) {
    return NUMBER.matcher(given.asText()).matches()
        ? DecimalNode.valueOf(new BigDecimal(given.asText()))
        : given;
  }

  static JsonNode time(JsonNode given) {
    try {
      return DecimalNode.valueOf(
          BigDecimal.valueOf(Instant.parse(given.asText()).toEpochMilli(), 3));
    } catch (DateTimeParseException e) {
      return given;
    }
  }

  /** Returns the form's fields of a tree. */
  public static ObjectNode fields(JsonNode tree) {
    ObjectNode fields = NODES.objectNode();
    tree.properties().forEach(m -> flatten(fields, m.getKey(), m.getValue()));
    return fields;
  }

  private static void flatten(ObjectNode fields, String name, JsonNode value) {
    if (value.isObject()) {
      value.properties().forEach(m -> flatten(fields, name + "." + m.getKey(), m.getValue()));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        flatten(fields, name + ".member." + (i + 1), value.get(i));
      }
    } else if (!value.isNull()) {
      fields.set(name, TextNode.valueOf(value.asText()));
    }
  }
}
