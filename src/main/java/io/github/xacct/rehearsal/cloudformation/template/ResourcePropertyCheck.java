package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Validates a resource's properties against its type's schema, and converts them to the schema's
 * types: CloudFormation accepts {@code '8080'} as a number and {@code true} as a text.
 */
public final class ResourcePropertyCheck {
  private final JsonNode schema;
  private final List<String> problems = new ArrayList<>();
  private final ObjectNode properties;

  /** Validates resolved properties; see {@link #problems}. */
  public ResourcePropertyCheck(ResourceType type, JsonNode properties) {
    this.schema = type.schema();
    JsonNode given = properties.isObject() ? properties : JsonNodeFactory.instance.objectNode();
    this.properties = object(schema, given, "#");
    schema
        .path("readOnlyProperties")
        .forEach(
            name -> {
              if (given.has(name.asText())) {
                problems.add("#: extraneous key [" + name.asText() + "] is not permitted");
              }
            });
  }

  /** Returns the properties converted to the schema's types. */
  public ObjectNode properties() {
    return properties;
  }

  /** Returns the messages of CloudFormation's validator; empty if the properties are valid. */
  public List<String> problems() {
    return problems;
  }

  private JsonNode check(JsonNode rule, JsonNode value, String path) {
    JsonNode wanted = resolved(rule);
    if (value.isTextual() && value.textValue().contains(Evaluation.KNOWN_AFTER_APPLY)) {
      return value;
    }
    Set<String> types = types(wanted);
    JsonNode fitting = coerced(types, value);
    if (!types.isEmpty() && !types.contains(kind(fitting)) && !isWhole(types, fitting)) {
      problems.add(
          "%s: expected type: %s, found: %s"
              .formatted(path, word(types.iterator().next()), word(kind(value))));
      return value;
    }
    if (fitting.isObject()) {
      return object(wanted, fitting, path);
    }
    return fitting.isArray() ? array(wanted, fitting, path) : scalar(wanted, fitting, path);
  }

  private JsonNode resolved(JsonNode rule) {
    String reference = rule.path("$ref").asText();
    return reference.isEmpty() ? rule : resolved(schema.at(reference.substring(1)));
  }

  private static Set<String> types(JsonNode rule) {
    Set<String> types = new TreeSet<>();
    JsonNode type = rule.path("type");
    if (type.isTextual()) {
      types.add(type.textValue());
    }
    type.forEach(each -> types.add(each.asText()));
    return types;
  }

  private static boolean isWhole(Set<String> types, JsonNode value) {
    return types.contains("number") && value.isNumber();
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      default -> "string";
    };
  }

  private static String word(String kind) {
    return switch (kind) {
      case "array" -> "JSONArray";
      case "object" -> "JSONObject";
      default -> Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    };
  }

  private static JsonNode coerced(Set<String> types, JsonNode value) {
    if (!value.isValueNode() || types.isEmpty() || types.contains(kind(value))) {
      return value;
    }
    String text = value.asText();
    if (types.contains("boolean") && text.matches("true|false")) {
      return BooleanNode.valueOf(Boolean.parseBoolean(text));
    }
    if (types.contains("integer") && text.matches("-?\\d{1,18}")) {
      return whole(text);
    }
    if (types.contains("number") && text.matches("-?\\d+(\\.\\d+)?")) {
      return text.matches("-?\\d{1,18}")
          ? whole(text)
          : DoubleNode.valueOf(Double.parseDouble(text));
    }
    return types.contains("string") ? TextNode.valueOf(text) : value;
  }

  /**
   * Returns a number of the type that a JSON parser returns, so that it equals one read from a
   * file.
   */
  private static JsonNode whole(String text) {
    long number = Long.parseLong(text);
    return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
  }

  private ObjectNode object(JsonNode rule, JsonNode value, String path) {
    ObjectNode checked = JsonNodeFactory.instance.objectNode();
    JsonNode known = rule.path("properties");
    for (Map.Entry<String, JsonNode> e : value.properties()) {
      String name = e.getKey();
      JsonNode inner = known.has(name) ? known.get(name) : rule.path("additionalProperties");
      boolean closed = inner.isBoolean() && !inner.asBoolean();
      if (closed && !rule.has("patternProperties")) {
        problems.add(path + ": extraneous key [" + name + "] is not permitted");
      } else {
        checked.set(name, check(closed ? patterned(rule) : inner, e.getValue(), path + "/" + name));
      }
    }
    for (JsonNode name : rule.path("required")) {
      if (!value.has(name.asText())) {
        problems.add(path + ": required key [" + name.asText() + "] not found");
      }
    }
    return checked;
  }

  private static JsonNode patterned(JsonNode rule) {
    return rule.path("patternProperties").elements().next();
  }

  private ArrayNode array(JsonNode rule, JsonNode value, String path) {
    ArrayNode checked = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < value.size(); i++) {
      checked.add(check(rule.path("items"), value.get(i), path + "/" + i));
    }
    limit(rule, "minItems", value.size(), path);
    limit(rule, "maxItems", value.size(), path);
    return checked;
  }

  private JsonNode scalar(JsonNode rule, JsonNode value, String path) {
    String text = value.asText();
    boolean listed = !rule.has("enum");
    for (JsonNode each : rule.path("enum")) {
      listed |= each.asText().equals(text);
    }
    if (!listed) {
      problems.add(path + ": failed validation constraint for keyword [enum]");
    }
    if (rule.has("pattern") && !matches(rule.path("pattern").asText(), text)) {
      problems.add(path + ": failed validation constraint for keyword [pattern]");
    }
    if (value.isTextual()) {
      limit(rule, "minLength", text.length(), path);
      limit(rule, "maxLength", text.length(), path);
    }
    if (value.isNumber()) {
      limit(rule, "minimum", value.asDouble(), path);
      limit(rule, "maximum", value.asDouble(), path);
    }
    return value;
  }

  /** Matches a text; a pattern that Java does not support matches everything. */
  private static boolean matches(String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException e) {
      return true;
    }
  }

  private void limit(JsonNode rule, String keyword, double size, String path) {
    boolean least = keyword.startsWith("min");
    double limit = rule.path(keyword).asDouble(size);
    if (least ? size < limit : size > limit) {
      problems.add(path + ": failed validation constraint for keyword [" + keyword + "]");
    }
  }
}
