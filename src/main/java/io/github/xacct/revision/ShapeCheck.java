package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Spelling;
import io.github.xacct.revision.Shape.Field;
import java.util.List;
import java.util.Map;

/**
 * Checks a document against its shape: unknown fields, wrong JSON types, missing fields. Messages
 * name types but not values, since a placeholder's value may be a secret.
 */
final class ShapeCheck {

  private static final int FEW = 8;

  private final Shape shape;
  private final TemplateProblems problems;

  ShapeCheck(Shape shape, TemplateProblems problems) {
    this.shape = shape;
    this.problems = problems;
  }

  /** Adds a problem for each difference; {@code path} is that of the document in its file. */
  void check(JsonNode document, String path) {
    value(document, shape.root(), path);
  }

  /** Adds a problem for each difference of a value from its type. */
  void value(JsonNode node, String type, String path) {
    if (node.isMissingNode()) {
      return; // an unresolved placeholder, which is reported already
    }
    if (!fits(node, type)) {
      boolean flag = node.isBoolean() && path.endsWith(".AssignPublicIp"); // YAML's yes and no
      problems.add(
          path,
          "needs " + wanted(type) + ", but here is " + FieldPath.kind(node),
          flag ? ", write ENABLED or DISABLED" : hint(node, type));
    } else if (type.equals("integer") && !node.canConvertToInt()) {
      problems.add(path, "is out of range", ", at most 2147483647");
    } else if (type.startsWith("[")) {
      for (int i = 0; i < node.size(); i++) {
        value(node.get(i), Shape.element(type), path + "[" + i + "]");
      }
    } else if (type.startsWith("{")) {
      node.properties()
          .forEach(
              e -> value(e.getValue(), Shape.element(type), FieldPath.child(path, e.getKey())));
    } else if (shape.isStructure(type)) {
      structure(node, type, path);
    }
  }

  private void structure(JsonNode node, String type, String path) {
    Map<String, Field> fields = shape.fields(type);
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String child = FieldPath.child(path, entry.getKey());
      Field field = fields.get(entry.getKey());
      if (field == null) {
        problems.add(child, "no such field", meant(entry.getKey(), fields));
      } else if (!entry.getValue().isNull()) { // AWS reads null as absent
        value(entry.getValue(), field.type(), child);
      }
    }
    for (Field field : fields.values()) {
      boolean there =
          node.hasNonNull(field.name())
              || node.path(field.name()).isMissingNode() && node.has(field.name());
      if (field.required() && !there && !isMisspelt(field.name(), node, fields)) {
        problems.add(path, field.name() + " is missing", "");
      }
    }
  }

  /** Whether an unknown field is the missing one misspelled, and is reported as that. */
  private static boolean isMisspelt(String name, JsonNode node, Map<String, Field> fields) {
    return node.properties().stream()
        .map(Map.Entry::getKey)
        .filter(written -> !fields.containsKey(written))
        .anyMatch(written -> Spelling.nearest(written, List.of(name)).isPresent());
  }

  private String meant(String name, Map<String, Field> fields) {
    List<String> owners = shape.owners(name);
    if (owners.size() == 1) { // more likely in the wrong place than misspelled
      return ", it is a field of " + owners.get(0);
    }
    var near = Spelling.nearest(name, fields.keySet());
    if (near.isPresent()) {
      return ", did you mean " + near.get() + "?";
    }
    return fields.size() > FEW ? "" : ", the fields here are " + String.join(", ", fields.keySet());
  }

  private boolean fits(JsonNode node, String type) {
    if (type.startsWith("[")) {
      return node.isArray();
    }
    if (type.startsWith("{") || shape.isStructure(type)) {
      return node.isObject();
    }
    return switch (type) {
      case "string" -> node.isTextual();
      case "integer" -> node.isIntegralNumber();
      case "boolean" -> node.isBoolean();
      default -> node.isValueNode() && !node.isNull();
    };
  }

  private static String wanted(String type) {
    if (type.startsWith("[")) {
      return "a list";
    }
    return switch (type) {
      case "string" -> "a string";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      case "any" -> "a number or a string";
      default -> "an object";
    };
  }

  private static String hint(JsonNode node, String type) {
    if (type.equals("string") && (node.isNumber() || node.isBoolean())) {
      return ", put it in quotes";
    }
    if ((type.equals("integer") || type.equals("boolean")) && node.isTextual()) {
      return ", write it without quotes";
    }
    return type.startsWith("[") && !node.isArray() ? ", write [ ] around it" : "";
  }
}
