package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.StreamSupport;

/**
 * Resolves the intrinsic functions of a value. {@code AWS::NoValue} resolves to the missing node,
 * which removes its member or list item.
 */
public final class Evaluation {
  /** The value in DescribeChangeSet that is not known before the change set is executed. */
  public static final String KNOWN_AFTER_APPLY = "{{changeSet:KNOWN_AFTER_APPLY}}";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final NameScope scope;

  Evaluation(NameScope scope) {
    this.scope = scope;
  }

  JsonNode resolve(JsonNode value) {
    String function = Functions.of(value);
    if (!function.isEmpty()) {
      JsonNode result = call(function, value.path(function));
      return result.isTextual()
          ? DynamicReferences.replaced(result, "ssm", scope::parameter)
          : result;
    }
    if (value instanceof ObjectNode) {
      ObjectNode object = NODES.objectNode();
      value
          .properties()
          .forEach(e -> present(resolve(e.getValue()), v -> object.set(e.getKey(), v)));
      return object;
    }
    if (value instanceof ArrayNode) {
      ArrayNode array = NODES.arrayNode();
      value.forEach(item -> present(resolve(item), array::add));
      return array;
    }
    return DynamicReferences.replaced(value, "ssm", scope::parameter);
  }

  private static void present(JsonNode value, java.util.function.Consumer<JsonNode> use) {
    if (!value.isMissingNode()) {
      use.accept(value);
    }
  }

  private JsonNode call(String function, JsonNode argument) {
    return switch (function) {
      case "Ref" -> scope.ref(argument.asText());
      case "Fn::GetAtt" ->
          scope.attribute(argument.path(0).asText(), text(resolve(argument.path(1)), function));
      case "Fn::Sub" -> TextNode.valueOf(substitute(argument));
      case "Fn::Join" -> join(argument);
      case "Fn::Select" -> select(argument);
      case "Fn::Split" -> split(argument);
      case "Fn::If" -> resolve(argument.path(scope.condition(argument.path(0).asText()) ? 1 : 2));
      case "Fn::Base64" ->
          TextNode.valueOf(
              Base64.getEncoder()
                  .encodeToString(
                      text(resolve(argument), function).getBytes(StandardCharsets.UTF_8)));
      case "Fn::GetAZs" -> zones(text(resolve(argument), function));
      case "Fn::Cidr" -> cidr(argument);
      case "Condition" -> BooleanNode.valueOf(scope.condition(argument.asText()));
      case "Fn::Equals" ->
          BooleanNode.valueOf(equal(resolve(argument.path(0)), resolve(argument.path(1))));
      case "Fn::Not" -> BooleanNode.valueOf(!truth(argument.path(0)));
      case "Fn::And" -> BooleanNode.valueOf(stream(argument).allMatch(this::truth));
      case "Fn::Or" -> BooleanNode.valueOf(stream(argument).anyMatch(this::truth));
      case "Fn::Contains" ->
          BooleanNode.valueOf(
              stream(resolve(argument.path(0)))
                  .anyMatch(item -> equal(item, resolve(argument.path(1)))));
      case "Fn::EachMemberIn" -> {
        JsonNode allowed = resolve(argument.path(1));
        yield BooleanNode.valueOf(
            stream(resolve(argument.path(0)))
                .allMatch(item -> stream(allowed).anyMatch(other -> equal(item, other))));
      }
      case "Fn::EachMemberEquals" ->
          BooleanNode.valueOf(
              stream(resolve(argument.path(0)))
                  .allMatch(item -> equal(item, resolve(argument.path(1)))));
      case "Fn::ImportValue" -> scope.imported(text(resolve(argument), function));
      case "Fn::FindInMap" ->
          scope.mapped(
              text(resolve(argument.path(0)), function),
              text(resolve(argument.path(1)), function),
              text(resolve(argument.path(2)), function));
      // Transforms and macros, which the plugin's templates do not use.
      default -> throw new UnsupportedOperationException(function);
    };
  }

  boolean truth(JsonNode condition) {
    JsonNode value = resolve(condition);
    if (value.isBoolean() || value.asText().matches("true|false")) {
      return value.asBoolean();
    }
    throw TemplateRefused.format(
        "Conditions can only be boolean operations on parameters and other conditions");
  }

  /**
   * Compares values; text and number are the same in a template: {@code 8080} equals {@code
   * '8080'}.
   */
  private static boolean equal(JsonNode left, JsonNode right) {
    return left.isValueNode() && right.isValueNode()
        ? left.asText().equals(right.asText())
        : left.equals(right);
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String text(JsonNode value, String function) {
    if (value.isValueNode()) {
      return value.asText();
    }
    throw TemplateRefused.error(
        "every " + function + " object must have a String value, not " + value.getNodeType());
  }

  private String substitute(JsonNode argument) {
    boolean list = argument.isArray();
    if (list && (argument.size() != 2 || !argument.path(1).isObject())) {
      throw TemplateRefused.error(
          "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a"
              + " string as first argument, and an optional second argument to specify a mapping of"
              + " values to replace in the string");
    }
    JsonNode own = argument.path(1);
    Matcher variables =
        Functions.VARIABLE.matcher(list ? argument.path(0).asText() : argument.asText());
    String text =
        variables.replaceAll(
            match -> {
              String name = match.group(1).strip();
              JsonNode value = own.has(name) ? resolve(own.get(name)) : named(name);
              return Matcher.quoteReplacement(text(value, "Fn::Sub"));
            });
    return text.replace("${!", "${");
  }

  private JsonNode named(String name) {
    String[] parts = name.split("\\.", 2);
    return parts.length == 1 || name.startsWith("AWS::")
        ? scope.ref(name)
        : scope.attribute(parts[0], parts[1]);
  }

  private JsonNode join(JsonNode argument) {
    JsonNode items = resolve(argument.path(1));
    if (unknown(items)) {
      return items;
    }
    if (!items.isArray()) {
      throw TemplateRefused.error(
          "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of"
              + " strings to be joined or a function that returns a list of strings (such as"
              + " Fn::GetAZs) to be joined.");
    }
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(text(item, "Fn::Join")));
    return TextNode.valueOf(String.join(argument.path(0).asText(), texts));
  }

  private JsonNode select(JsonNode argument) {
    int index = Integer.parseInt(text(resolve(argument.path(0)), "Fn::Select"));
    JsonNode list = resolve(argument.path(1));
    if (unknown(list)) {
      return list;
    }
    if (!list.has(index)) {
      throw TemplateRefused.error("Fn::Select cannot select nonexistent value at index " + index);
    }
    return list.get(index);
  }

  private JsonNode split(JsonNode argument) {
    String text = text(resolve(argument.path(1)), "Fn::Split");
    if (text.contains(KNOWN_AFTER_APPLY)) {
      return TextNode.valueOf(KNOWN_AFTER_APPLY);
    }
    ArrayNode parts = NODES.arrayNode();
    String delimiter = java.util.regex.Pattern.quote(argument.path(0).asText());
    for (String part : text.split(delimiter, -1)) {
      parts.add(part);
    }
    return parts;
  }

  private static boolean unknown(JsonNode value) {
    return value.isTextual() && value.textValue().equals(KNOWN_AFTER_APPLY);
  }

  private JsonNode zones(String region) {
    ArrayNode zones = NODES.arrayNode();
    String here = region.isEmpty() ? scope.ref("AWS::Region").asText() : region;
    List.of("a", "b", "c").forEach(letter -> zones.add(here + letter));
    return zones;
  }

  private JsonNode cidr(JsonNode argument) {
    ArrayNode blocks = NODES.arrayNode();
    String block = text(resolve(argument.path(0)), "Fn::Cidr");
    if (block.contains(KNOWN_AFTER_APPLY)) {
      return TextNode.valueOf(KNOWN_AFTER_APPLY);
    }
    int count = Integer.parseInt(text(resolve(argument.path(1)), "Fn::Cidr"));
    int bits = Integer.parseInt(text(resolve(argument.path(2)), "Fn::Cidr"));
    CidrFunction.blocks(block, count, bits).forEach(blocks::add);
    return blocks;
  }

  /** Resolves only {@code Fn::If}: replaces each by its selected branch. */
  JsonNode prune(JsonNode value) {
    if (Functions.of(value).equals("Fn::If")) {
      JsonNode branches = value.path("Fn::If");
      JsonNode chosen = branches.path(scope.condition(branches.path(0).asText()) ? 1 : 2);
      boolean none = chosen.path("Ref").asText().equals("AWS::NoValue");
      return none ? MissingNode.getInstance() : prune(chosen);
    }
    if (value instanceof ObjectNode) {
      ObjectNode object = NODES.objectNode();
      for (Map.Entry<String, JsonNode> e : value.properties()) {
        present(prune(e.getValue()), v -> object.set(e.getKey(), v));
      }
      return object;
    }
    if (value instanceof ArrayNode) {
      ArrayNode array = NODES.arrayNode();
      value.forEach(item -> present(prune(item), array::add));
      return array;
    }
    return value;
  }
}
