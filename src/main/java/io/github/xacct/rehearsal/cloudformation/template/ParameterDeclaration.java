package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parameter declaration of a template, and its constraints. Whether a subnet or another resource
 * in a value exists is not checked, because networks need not be part of the rehearsal.
 *
 * @param name of the parameter
 * @param node its declaration
 */
public record ParameterDeclaration(String name, ObjectNode node) {
  private static final Pattern TYPES =
      Pattern.compile(
          "String|Number|CommaDelimitedList|List<(String|Number|AWS::[A-Za-z0-9:]+)>"
              + "|AWS::(EC2|Route53|S3)::[A-Za-z:]+"
              + "|AWS::SSM::Parameter::(Name|Value<(String|CommaDelimitedList|List<String>"
              + "|(List<)?AWS::[A-Za-z0-9:]+>?)>)");
  private static final String STORED = "AWS::SSM::Parameter::Value<";
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  /** Validates the declaration. */
  public ParameterDeclaration {
    String type = node.path("Type").asText();
    if (type.isEmpty()) {
      throw TemplateRefused.format("Every Parameters object must contain a Type member.");
    }
    if (!TYPES.matcher(type).matches()) {
      throw TemplateRefused.format("Unrecognized parameter type: " + type);
    }
  }

  public String type() {
    return node.path("Type").asText();
  }

  public boolean secret() {
    return node.path("NoEcho").asBoolean();
  }

  public String description() {
    return node.path("Description").asText();
  }

  /** Returns the default value as text, whatever its type. */
  public Optional<String> defaultValue() {
    return node.has("Default") ? Optional.of(node.get("Default").asText()) : Optional.empty();
  }

  /**
   * Returns whether its value is the name of a Parameter Store parameter, to whose value Ref
   * resolves.
   */
  boolean stored() {
    return type().startsWith(STORED);
  }

  private boolean list() {
    String type = stored() ? type().substring(STORED.length()) : type();
    return type.startsWith("CommaDelimitedList") || type.startsWith("List<");
  }

  /** Returns the value of {@code Ref} for a text. */
  JsonNode value(String text) {
    if (!list()) {
      return TextNode.valueOf(text);
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (String item : text.split(",", -1)) {
      list.add(item.strip());
    }
    return list;
  }

  /** Refuses a value that violates the declaration. */
  void check(String text) {
    boolean several = list() && !stored();
    for (String item : several ? text.split(",", -1) : new String[] {text}) {
      checkOne(several ? item.strip() : item);
    }
  }

  private void checkOne(String value) {
    List<String> allowed =
        java.util.stream.StreamSupport.stream(node.path("AllowedValues").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      throw refused("must be one of AllowedValues", " [" + String.join(", ", allowed) + "]");
    }
    String pattern = node.path("AllowedPattern").asText();
    if (!pattern.isEmpty() && !Pattern.matches(pattern, value)) {
      throw refused("must match pattern " + pattern, "");
    }
    if (type().contains("Number")) {
      checkNumber(value);
    }
    checkLength(value);
  }

  private void checkNumber(String value) {
    if (!NUMBER.matcher(value).matches()) {
      throw new TemplateRefused("Parameter '" + name + "' must be a number.");
    }
    BigDecimal number = new BigDecimal(value);
    if (node.has("MinValue") && number.compareTo(limit("MinValue")) < 0) {
      throw refused("must be a number not less than " + limit("MinValue"), "");
    }
    if (node.has("MaxValue") && number.compareTo(limit("MaxValue")) > 0) {
      throw refused("must be a number not greater than " + limit("MaxValue"), "");
    }
  }

  private void checkLength(String value) {
    if (node.has("MinLength") && value.length() < limit("MinLength").intValue()) {
      throw refused("must contain at least " + limit("MinLength") + " characters", "");
    }
    if (node.has("MaxLength") && value.length() > limit("MaxLength").intValue()) {
      throw refused("must contain at most " + limit("MaxLength") + " characters", "");
    }
  }

  private BigDecimal limit(String member) {
    return new BigDecimal(node.path(member).asText());
  }

  /**
   * Returns the error, with the template's ConstraintDescription instead of AWS's message if it has
   * one.
   */
  private TemplateRefused refused(String constraint, String detail) {
    String own = node.path("ConstraintDescription").asText();
    return new TemplateRefused(
        own.isEmpty()
            ? "Parameter '" + name + "' " + constraint + detail
            : "Parameter " + name + " failed to satisfy constraint: " + own);
  }
}
