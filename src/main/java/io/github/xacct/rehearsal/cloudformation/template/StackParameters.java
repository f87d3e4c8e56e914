package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values of a stack's parameters.
 *
 * @param values of all parameters, including those with NoEcho
 * @param stored Parameter Store values of the parameters that refer to it
 */
record StackParameters(Map<String, String> values, Map<String, String> stored) {
  /**
   * Returns the specified values, or the defaults.
   *
   * @throws TemplateRefused if a value is missing, not declared or not allowed
   */
  static StackParameters of(Template template, Map<String, String> given, AccountValues account) {
    Map<String, String> values = values(template, given);
    return new StackParameters(values, stored(template, values, account));
  }

  /** Returns the value of {@code Ref} for a parameter. */
  JsonNode value(ParameterDeclaration parameter) {
    String given = Objects.requireNonNull(values.get(parameter.name()));
    return parameter.value(stored.getOrDefault(parameter.name(), given));
  }

  /** Returns CloudFormation's error for parameters that do not exist in the Parameter Store. */
  static TemplateRefused notInParameterStore(String names) {
    return new TemplateRefused(
        "Unable to fetch parameters [%s] from parameter store for this account.".formatted(names));
  }

  private static Map<String, String> stored(
      Template template, Map<String, String> values, AccountValues account) {
    Map<String, String> found = new LinkedHashMap<>();
    Set<String> missing = new TreeSet<>();
    template.parameters().stream()
        .filter(ParameterDeclaration::stored)
        .forEach(
            p -> {
              String name = Objects.requireNonNull(values.get(p.name()));
              account
                  .parameter(name)
                  .ifPresentOrElse(value -> found.put(p.name(), value), () -> missing.add(name));
            });
    if (!missing.isEmpty()) {
      throw notInParameterStore(String.join(",", missing));
    }
    return found;
  }

  private static Map<String, String> values(Template template, Map<String, String> given) {
    Set<String> unknown = new TreeSet<>(given.keySet());
    template.parameters().forEach(p -> unknown.remove(p.name()));
    if (!unknown.isEmpty()) {
      throw new TemplateRefused("Parameters: " + unknown + " do not exist in the template");
    }
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> missing = new TreeSet<>();
    for (ParameterDeclaration parameter : template.parameters()) {
      Optional<String> value =
          Optional.ofNullable(given.get(parameter.name())).or(parameter::defaultValue);
      value.ifPresentOrElse(
          v -> values.put(parameter.name(), v), () -> missing.add(parameter.name()));
    }
    if (!missing.isEmpty()) {
      throw new TemplateRefused("Parameters: " + missing + " must have values");
    }
    template.parameters().forEach(p -> p.check(Objects.requireNonNull(values.get(p.name()))));
    return values;
  }
}
