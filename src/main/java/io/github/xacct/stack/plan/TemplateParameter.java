package io.github.xacct.stack.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parameter of a template, and the values that it accepts.
 *
 * @param byDefault the default; empty if the parameter is required
 * @param allowed the allowed values; empty if any value is
 */
public record TemplateParameter(
    String name,
    String type,
    Optional<String> byDefault,
    String description,
    List<String> allowed,
    Optional<Pattern> pattern,
    Optional<Integer> least,
    Optional<Integer> most) {

  static TemplateParameter of(String name, JsonNode node) {
    var allowed = new ArrayList<String>();
    node.path("AllowedValues").forEach(value -> allowed.add(value.asText()));
    return new TemplateParameter(
        name,
        node.path("Type").asText(),
        text(node, "Default"),
        node.path("Description").asText(),
        List.copyOf(allowed),
        text(node, "AllowedPattern").map(Pattern::compile),
        text(node, "MinValue").map(Integer::valueOf),
        text(node, "MaxValue").map(Integer::valueOf));
  }

  /** Returns the problem of a value and what to write instead; empty if it is valid. */
  Optional<String> problem(String value) {
    if (!allowed.isEmpty() && !allowed.contains(value)) {
      return Optional.of(
          "invalid value '" + value + "': expected one of " + String.join(", ", allowed));
    }
    if (type.equals("Number") && !isInRange(value)) {
      return Optional.of(
          "invalid value '%s': expected a number%s%s"
              .formatted(
                  value,
                  least.map(l -> " of at least " + l).orElse(""),
                  most.map(m -> " and at most " + m).orElse("")));
    }
    return pattern
        .filter(p -> !p.matcher(value).matches())
        .map(p -> "invalid value '" + value + "': expected the form " + p);
  }

  private boolean isInRange(String value) {
    if (!value.matches("\\d{1,9}")) {
      return false;
    }
    int number = Integer.parseInt(value);
    return least.filter(l -> number < l).isEmpty() && most.filter(m -> number > m).isEmpty();
  }

  private static Optional<String> text(JsonNode node, String field) {
    return node.has(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
  }
}
