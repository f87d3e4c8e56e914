package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a template asks for in one stack: which resources in which order, and which outputs. */
public final class StackTemplate {
  private static final Pattern EXPORT = Pattern.compile("[A-Za-z0-9:-]{1,255}");

  private final Template template;
  private final Map<String, String> values;
  private final Pseudo pseudo;
  private final AccountValues account;
  private final Map<String, String> stored;
  private final Map<String, Boolean> conditions = new TreeMap<>();
  private final List<ResourceDeclaration> resources;

  /**
   * Binds a template to parameters.
   *
   * @param given by parameter; what is not given has its default
   * @param account what else the template takes from its account
   * @throws TemplateRefused if a value is missing, not declared or not allowed, or a rule refuses
   */
  public StackTemplate(
      Template template, Map<String, String> given, Pseudo pseudo, AccountValues account) {
    this.template = template;
    this.pseudo = pseudo;
    this.account = account;
    this.values = values(template, given);
    this.stored = stored();
    checkRules();
    template.section("Conditions").fieldNames().forEachRemaining(this::condition);
    this.resources = sorted(live());
  }

  public Template template() {
    return template;
  }

  /** The values of all parameters, those of NoEcho too. */
  public Map<String, String> values() {
    return values;
  }

  /** The values that the Parameter Store has for those parameters that name one there. */
  public Map<String, String> storedValues() {
    return stored;
  }

  private Map<String, String> stored() {
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
      throw new TemplateRefused(
          "Unable to fetch parameters ["
              + String.join(",", missing)
              + "] from parameter store for this account.");
    }
    return found;
  }

  /** The names of the exports that resources and outputs import. */
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

  /** What is wrong if one of these is exported by nobody. */
  public Optional<String> missingExport() {
    return imports().stream()
        .filter(name -> account.export(name).isEmpty())
        .map(StackTemplate::notExported)
        .findFirst();
  }

  private static String notExported(String name) {
    return "No export named " + name + " found";
  }

  /** What shall stand, each behind what it depends on. */
  public List<ResourceDeclaration> resources() {
    return resources;
  }

  public Optional<ResourceDeclaration> resource(String logicalId) {
    return resources.stream().filter(r -> r.logicalId().equals(logicalId)).findFirst();
  }

  /** A resource's properties without functions; what is not known yet says so. */
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

  /** All outputs whose condition holds. */
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
                  + " is malformed. The Value field of every Outputs member must evaluate to a String.");
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

  /** Source: "Rules section" of the CloudFormation guide; one assertion that fails is enough. */
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

  private Map<String, ResourceDeclaration> live() {
    Map<String, JsonNode> wanted = new LinkedHashMap<>();
    template
        .section("Resources")
        .properties()
        .forEach(
            e -> {
              JsonNode resource = e.getValue();
              if (!resource.has("Condition") || condition(resource.path("Condition").asText())) {
                wanted.put(e.getKey(), resource);
              }
            });
    Map<String, ResourceDeclaration> live = new LinkedHashMap<>();
    Evaluation evaluation = evaluation(new Nothing());
    wanted.forEach(
        (id, resource) -> {
          JsonNode properties = evaluation.prune(resource.path("Properties"));
          Set<String> dependencies = new LinkedHashSet<>();
          // What a condition leaves out need not be waited for.
          Template.names(resource.path("DependsOn")).stream()
              .filter(wanted::containsKey)
              .forEach(dependencies::add);
          Functions.references(properties, (name, attribute) -> depend(name, dependencies));
          Set<String> lost = new TreeSet<>(dependencies);
          lost.removeAll(wanted.keySet());
          if (!lost.isEmpty()) {
            throw TemplateRefused.format(
                "Unresolved resource dependencies "
                    + lost
                    + " in the Resources block of the template");
          }
          live.put(id, ResourceDeclaration.of(id, resource, properties, dependencies));
        });
    return live;
  }

  private void depend(String name, Set<String> dependencies) {
    if (!name.startsWith("AWS::") && template.parameter(name).isEmpty()) {
      dependencies.add(name);
    }
  }

  private static List<ResourceDeclaration> sorted(Map<String, ResourceDeclaration> live) {
    Map<String, ResourceDeclaration> sorted = new LinkedHashMap<>();
    while (sorted.size() < live.size()) {
      List<ResourceDeclaration> next =
          live.values().stream()
              .filter(r -> !sorted.containsKey(r.logicalId()))
              .filter(r -> sorted.keySet().containsAll(r.dependencies()))
              .toList();
      if (next.isEmpty()) {
        Set<String> circle = new TreeSet<>(live.keySet());
        circle.removeAll(sorted.keySet());
        throw new TemplateRefused("Circular dependency between resources: " + circle);
      }
      next.forEach(r -> sorted.put(r.logicalId(), r));
    }
    return List.copyOf(sorted.values());
  }

  private Evaluation evaluation(ExistingResources existing) {
    return new Evaluation(
        new NameScope() {
          @Override
          public JsonNode ref(String name) {
            if (name.startsWith("AWS::")) {
              return pseudo.value(name);
            }
            return template
                .parameter(name)
                .map(
                    p ->
                        p.value(
                            stored.getOrDefault(name, Objects.requireNonNull(values.get(name)))))
                .orElseGet(() -> text(existing.physicalId(name)));
          }

          @Override
          public JsonNode attribute(String resource, String attribute) {
            return text(existing.attribute(resource, attribute));
          }

          @Override
          public boolean condition(String name) {
            return StackTemplate.this.condition(name);
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
                .orElseThrow(
                    () ->
                        new TemplateRefused(
                            "Unable to fetch parameters ["
                                + reference
                                + "] from parameter store for this account."));
          }
        });
  }

  private static JsonNode text(Optional<String> value) {
    return TextNode.valueOf(value.orElse(Evaluation.KNOWN_AFTER_APPLY));
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
