package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The structure of a document, read from a .shape resource: its fields, their types and order. */
final class Shape {

  /** The input of RegisterTaskDefinition. */
  static final Shape TASK_DEFINITION = load("task-definition.shape");

  /** An AppSpec of the ECS platform. */
  static final Shape APP_SPEC = load("appspec.shape");

  /** A field, its type as in the resource, and whether it is required. */
  record Field(String name, String type, boolean required) {}

  private final Map<String, Map<String, Field>> structures;
  private final String root;

  private Shape(Map<String, Map<String, Field>> structures) {
    this.structures = structures;
    this.root = structures.keySet().iterator().next();
  }

  /** The structure of the whole document. */
  String root() {
    return root;
  }

  boolean isStructure(String type) {
    return structures.containsKey(type);
  }

  /** The fields of a structure by name, in AWS's order. */
  Map<String, Field> fields(String structure) {
    return Objects.requireNonNull(structures.get(structure));
  }

  /** The structures that have a field of this name. */
  List<String> owners(String field) {
    return structures.keySet().stream().filter(s -> fields(s).containsKey(field)).toList();
  }

  /** The element type of a list {@code [T]} or a map {@code {T}}. */
  static String element(String type) {
    return type.substring(1, type.length() - 1);
  }

  /** The same document with all fields in AWS's order and without nulls. */
  ObjectNode inOrder(ObjectNode document) {
    return (ObjectNode) inOrder(document, root);
  }

  private JsonNode inOrder(JsonNode node, String type) {
    if (node instanceof ArrayNode array && type.startsWith("[")) {
      ArrayNode ordered = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> ordered.add(inOrder(element, element(type))));
      return ordered;
    }
    if (node instanceof ObjectNode object && isStructure(type)) {
      ObjectNode ordered = JsonNodeFactory.instance.objectNode();
      for (Field field : fields(type).values()) {
        JsonNode value = object.path(field.name());
        if (!value.isMissingNode() && !value.isNull()) {
          ordered.set(field.name(), inOrder(value, field.type()));
        }
      }
      return ordered;
    }
    return node;
  }

  private static Shape load(String resource) {
    Map<String, Map<String, Field>> structures = new LinkedHashMap<>();
    Map<String, Field> current = Map.of();
    for (String line : text(resource).lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        current = new LinkedHashMap<>();
        structures.put(line.strip(), current);
        continue;
      }
      for (String field : line.strip().split("\\s+")) {
        String[] nameAndType = field.split("!?=");
        current.put(
            nameAndType[0], new Field(nameAndType[0], nameAndType[1], field.contains("!=")));
      }
    }
    return new Shape(structures);
  }

  private static String text(String resource) {
    try (InputStream in = Objects.requireNonNull(Shape.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
