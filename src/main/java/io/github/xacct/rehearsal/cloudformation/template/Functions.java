package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the intrinsic functions in a value and the names that they refer to, without resolving
 * them.
 */
final class Functions {
  /** A variable in {@code Fn::Sub}; {@code ${!x}} is a literal. */
  static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}!][^}]*)}");

  private Functions() {}

  /**
   * Returns the function that an object calls, such as {@code Fn::Join}; empty for a plain object.
   */
  static String of(JsonNode value) {
    if (!(value instanceof ObjectNode object) || object.size() != 1) {
      return "";
    }
    String name = object.fieldNames().next();
    // The condition of an IAM statement is an object, a template's condition is a name.
    boolean named =
        (name.equals("Ref") || name.equals("Condition")) && object.path(name).isTextual();
    return named || name.startsWith("Fn::") ? name : "";
  }

  /**
   * Visits each name that a value refers to.
   *
   * @param found receives the name, and the attribute or an empty string
   */
  static void references(JsonNode value, BiConsumer<String, String> found) {
    switch (of(value)) {
      case "Ref" -> found.accept(value.path("Ref").asText(), "");
      case "Fn::GetAtt" -> {
        JsonNode list = value.path("Fn::GetAtt");
        found.accept(list.path(0).asText(), list.path(1).asText());
      }
      case "Fn::Sub" -> substitution(value.path("Fn::Sub"), found);
      default -> value.forEach(child -> references(child, found));
    }
  }

  /** Refuses {@code Fn::ImportValue} with a name that depends on a resource. */
  static void checkImports(JsonNode value, Set<String> parameters) {
    if (of(value).equals("Fn::ImportValue")) {
      JsonNode name = value.path("Fn::ImportValue");
      references(
          name,
          (n, attribute) -> {
            if (!n.startsWith("AWS::") && !parameters.contains(n)) {
              throw dependentImport();
            }
          });
      if (name.toString().contains("\"Fn::ImportValue\"")
          || name.toString().contains("\"Fn::GetAZs\"")) {
        throw dependentImport();
      }
    }
    value.forEach(child -> checkImports(child, parameters));
  }

  private static TemplateRefused dependentImport() {
    return TemplateRefused.error(
        "the attribute in Fn::ImportValue must not depend on any resources, imported values, or"
            + " Fn::GetAZs");
  }

  private static void substitution(JsonNode argument, BiConsumer<String, String> found) {
    JsonNode own = argument.path(1);
    String text = argument.isArray() ? argument.path(0).asText() : argument.asText();
    Matcher variables = VARIABLE.matcher(text);
    while (variables.find()) {
      String name = variables.group(1).strip();
      if (!own.has(name)) {
        String[] parts = name.split("\\.", 2);
        found.accept(parts[0], parts.length > 1 ? parts[1] : "");
      }
    }
    own.forEach(child -> references(child, found));
  }

  /** Returns the names of the conditions that a value refers to. */
  static Set<String> conditions(JsonNode value) {
    Set<String> names = new LinkedHashSet<>();
    collectConditions(value, names);
    return names;
  }

  private static void collectConditions(JsonNode value, Set<String> names) {
    String function = of(value);
    if (function.equals("Fn::If")) {
      names.add(value.path("Fn::If").path(0).asText());
    } else if (function.equals("Condition") && value.path("Condition").isTextual()) {
      names.add(value.path("Condition").asText());
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      collectConditions(entry.getValue(), names);
    }
    if (value.isArray()) {
      value.forEach(child -> collectConditions(child, names));
    }
  }
}
