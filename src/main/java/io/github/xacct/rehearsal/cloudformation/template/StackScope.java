package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.function.Predicate;

/** Resolves the names in a stack's template: parameters, resources, conditions, mappings. */
final class StackScope implements NameScope {
  private final Template template;
  private final StackParameters parameters;
  private final Pseudo pseudo;
  private final AccountValues account;
  private final Predicate<String> conditions;
  private final ExistingResources existing;

  StackScope(
      Template template,
      StackParameters parameters,
      Pseudo pseudo,
      AccountValues account,
      Predicate<String> conditions,
      ExistingResources existing) {
    this.template = template;
    this.parameters = parameters;
    this.pseudo = pseudo;
    this.account = account;
    this.conditions = conditions;
    this.existing = existing;
  }

  @Override
  public JsonNode ref(String name) {
    if (name.startsWith("AWS::")) {
      return pseudo.value(name);
    }
    return template
        .parameter(name)
        .map(parameters::value)
        .orElseGet(() -> text(existing.physicalId(name)));
  }

  @Override
  public JsonNode attribute(String resource, String attribute) {
    return text(existing.attribute(resource, attribute));
  }

  @Override
  public boolean condition(String name) {
    return conditions.test(name);
  }

  @Override
  public JsonNode mapped(String map, String key, String second) {
    JsonNode value = template.section("Mappings").path(map).path(key).path(second);
    if (value.isMissingNode()) {
      throw TemplateRefused.error(
          "Unable to get mapping for " + String.join("::", map, key, second));
    }
    return value;
  }

  @Override
  public JsonNode imported(String name) {
    return TextNode.valueOf(
        account.export(name).orElseThrow(() -> new TemplateRefused(notExported(name))));
  }

  @Override
  public String parameter(String reference) {
    return account
        .parameter(reference)
        .orElseThrow(() -> StackParameters.notInParameterStore(reference));
  }

  static String notExported(String name) {
    return "No export named " + name + " found";
  }

  private static JsonNode text(Optional<String> value) {
    return TextNode.valueOf(value.orElse(Evaluation.KNOWN_AFTER_APPLY));
  }
}
