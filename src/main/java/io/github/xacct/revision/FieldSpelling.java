package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Renames a document's fields as its shape spells them. {@code aws ecs deploy} and the GitHub
 * action ignore the case of an AppSpec's fields, and accept any name for its service.
 *
 * @param from the original document, with the line of each path
 * @param lines receives the same lines by the new paths
 */
record FieldSpelling(Shape shape, TemplateTree from, Map<String, Integer> lines) {

  JsonNode spelled(JsonNode node, String type, String path, String newPath) {
    lines.put(newPath, from.line(path));
    if (node instanceof ArrayNode array) {
      return array(array, type.startsWith("[") ? Shape.element(type) : "", path, newPath);
    }
    return node instanceof ObjectNode object ? object(object, type, path, newPath) : node;
  }

  private ArrayNode array(ArrayNode array, String element, String path, String newPath) {
    ArrayNode copy = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < array.size(); i++) {
      String index = "[" + i + "]";
      copy.add(spelled(array.get(i), element, path + index, newPath + index));
    }
    return copy;
  }

  private ObjectNode object(ObjectNode object, String type, String path, String newPath) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (var entry : object.properties()) {
      String name = name(entry.getKey(), object, type);
      Shape.Field field = shape.isStructure(type) ? shape.fields(type).get(name) : null;
      String child = FieldPath.child(path, entry.getKey());
      String newChild = FieldPath.child(newPath, name);
      copy.set(name, spelled(entry.getValue(), field == null ? "" : field.type(), child, newChild));
    }
    return copy;
  }

  /**
   * The field's name in the shape; one present in two spellings stays, to be reported as unknown.
   */
  private String name(String written, ObjectNode object, String type) {
    if (!shape.isStructure(type) || shape.fields(type).containsKey(written)) {
      return written;
    }
    if (type.equals("Resource") && object.size() == 1 && isService(object.get(written))) {
      return "TargetService";
    }
    return shape.fields(type).keySet().stream()
        .filter(written::equalsIgnoreCase)
        .filter(known -> spellings(known, object) == 1)
        .findFirst()
        .orElse(written);
  }

  private static long spellings(String field, ObjectNode object) {
    return object.properties().stream().filter(e -> e.getKey().equalsIgnoreCase(field)).count();
  }

  private static boolean isService(JsonNode resource) {
    return resource.properties().stream()
        .filter(e -> e.getKey().equalsIgnoreCase("Type"))
        .anyMatch(e -> e.getValue().asText().equals(AppSpecFields.SERVICE));
  }
}
