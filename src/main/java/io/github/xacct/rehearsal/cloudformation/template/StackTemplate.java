package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A template bound to a stack's parameters: its resources in order, its imports and outputs. */
public final class StackTemplate {
  private static final Pattern EXPORT = Pattern.compile("[A-Za-z0-9:-]{1,255}");

  private final Template template;
  private final StackParameters parameters;
  private final Pseudo pseudo;
  private final AccountValues account;
  private final Map<String, Boolean> conditions = new TreeMap<>();
  private final List<ResourceDeclaration> resources;

  /**
   * Binds a template to parameters.
   *
   * @param given specified values by parameter; the others have their defaults
   * @param account exports and Parameter Store of its account
   * @throws TemplateRefused if a value is missing, not declared or not allowed, or a rule refuses
   */
  public StackTemplate(
      Template template, Map<String, String> given, Pseudo pseudo, AccountValues account) {
    this.template = template;
    this.pseudo = pseudo;
    this.account = account;
    this.parameters = StackParameters.of(template, given, account);
    checkRules();
    template.section("Conditions").fieldNames().forEachRemaining(this::condition);
    this.resources = new ResourceOrder(template, this::condition).of(evaluation(new Nothing()));
  }

  public Template template() {
    return template;
  }

  /** Returns the values of all parameters, including those with NoEcho. */
  public Map<String, String> values() {
    return parameters.values();
  }

  /** Returns the Parameter Store values of the parameters that refer to it. */
  public Map<String, String> storedValues() {
    return parameters.stored();
  }

  /** Returns the names of the exports that resources and outputs import. */
  public Set<String> imports() {
    Set<String> names = new TreeSet<>();
    Evaluation evaluation = evaluation(new Nothing());
    resources.forEach(r -> collectImports(r.properties(), evaluation, names));
    template
        .section("Outputs")
        .forEach(
            o -> {
              if (!o.has("Condition") || condition(o.path("Condition").asText())) {
                collectImports(o.path("Value"), evaluation, names);
              }
            });
    return names;
  }

  private static void collectImports(JsonNode value, Evaluation evaluation, Set<String> names) {
    if (Functions.of(value).equals("Fn::ImportValue")) {
      names.add(evaluation.resolve(value.path("Fn::ImportValue")).asText());
    }
    value.forEach(child -> collectImports(child, evaluation, names));
  }

  /** Returns the error if one of these exports does not exist, or empty. */
  public Optional<String> missingExport() {
    return imports().stream()
        .filter(name -> account.export(name).isEmpty())
        .map(StackScope::notExported)
        .findFirst();
  }

  /** Returns the resources in the order of their dependencies. */
  public List<ResourceDeclaration> resources() {
    return resources;
  }

  public Optional<ResourceDeclaration> resource(String logicalId) {
    return resources.stream().filter(r -> r.logicalId().equals(logicalId)).findFirst();
  }

  /**
   * Returns a resource's resolved properties; unknown values are {@link
   * Evaluation#KNOWN_AFTER_APPLY}.
   */
  public JsonNode properties(ResourceDeclaration resource, ExistingResources existing) {
    return evaluation(existing).resolve(resource.properties());
  }

  /**
   * An output of the template.
   *
   * @param description empty if it has none
   * @param exportName empty if it is not exported
   */
  public record Output(String key, String value, String description, String exportName) {}

  /** Returns all outputs whose condition holds. */
  public List<Output> outputs(ExistingResources existing) {
    List<Output> outputs = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : template.section("Outputs").properties()) {
      JsonNode output = e.getValue();
      if (!output.has("Condition") || condition(output.path("Condition").asText())) {
        JsonNode value = evaluation(existing).resolve(output.path("Value"));
        if (!value.isValueNode()) {
          throw TemplateRefused.format(
              "Output "
                  + e.getKey()
                  + " is malformed. The Value field of every Outputs member must evaluate to a"
                  + " String.");
        }
        outputs.add(
            new Output(
                e.getKey(),
                value.asText(),
                output.path("Description").asText(),
                exportName(e.getKey(), output, existing)));
      }
    }
    return outputs;
  }

  private String exportName(String key, JsonNode output, ExistingResources existing) {
    if (!output.has("Export")) {
      return "";
    }
    String name = evaluation(existing).resolve(output.at("/Export/Name")).asText();
    if (!name.contains(Evaluation.KNOWN_AFTER_APPLY) && !EXPORT.matcher(name).matches()) {
      throw TemplateRefused.format(
          "Output "
              + key
              + " is malformed. The Name field of every Export member must be specified and consist"
              + " only of alphanumeric characters, colons, or hyphens.");
    }
    return name;
  }

  /**
   * Refuses parameters if an assertion of a rule fails. Source: "Rules section" of the
   * CloudFormation guide.
   */
  private void checkRules() {
    Evaluation evaluation = evaluation(new Nothing());
    for (Map.Entry<String, JsonNode> e : template.section("Rules").properties()) {
      JsonNode rule = e.getValue();
      if (rule.has("RuleCondition") && !evaluation.truth(rule.path("RuleCondition"))) {
        continue;
      }
      for (JsonNode assertion : rule.path("Assertions")) {
        if (!evaluation.truth(assertion.path("Assert"))) {
          throw TemplateRefused.error(
              "Rule " + e.getKey() + " failed: " + assertion.path("AssertDescription").asText());
        }
      }
    }
  }

  private boolean condition(String name) {
    Boolean known = conditions.get(name);
    if (known == null) {
      known = evaluation(new Nothing()).truth(template.section("Conditions").path(name));
      conditions.put(name, known);
    }
    return known;
  }

  private Evaluation evaluation(ExistingResources existing) {
    return new Evaluation(
        new StackScope(template, parameters, pseudo, account, this::condition, existing));
  }

  /** The account before any resource exists. */
  private static final class Nothing implements ExistingResources {
    @Override
    public Optional<String> physicalId(String logicalId) {
      return Optional.empty();
    }

    @Override
    public Optional<String> attribute(String logicalId, String attribute) {
      return Optional.empty();
    }
  }
}
