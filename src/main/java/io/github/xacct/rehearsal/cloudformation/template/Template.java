package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A valid template: its sections are known, its resource types exist, its references resolve.
 * Transforms are not supported.
 */
public final class Template {
  private static final Set<String> SECTIONS =
      Set.of(
          "AWSTemplateFormatVersion",
          "Description",
          "Metadata",
          "Parameters",
          "Rules",
          "Mappings",
          "Conditions",
          "Resources",
          "Outputs");
  private static final List<String> NOT_REHEARSED = List.of("Transform", "Hooks");
  private static final Set<String> OF_A_RESOURCE =
      Set.of(
          "Type",
          "Properties",
          "DependsOn",
          "Condition",
          "DeletionPolicy",
          "UpdateReplacePolicy",
          "Metadata",
          "CreationPolicy",
          "UpdatePolicy");

  private final String text;
  private final ObjectNode root;
  private final Map<String, ParameterDeclaration> parameters;

  private Template(String text, ObjectNode root) {
    this.text = text;
    this.root = root;
    this.parameters = new java.util.TreeMap<>();
    section("Parameters")
        .properties()
        .forEach(
            e ->
                parameters.put(
                    e.getKey(), new ParameterDeclaration(e.getKey(), (ObjectNode) e.getValue())));
  }

  /**
   * Parses and validates YAML or JSON.
   *
   * @throws TemplateRefused if CloudFormation would refuse it
   * @throws UnsupportedOperationException if it uses what is not simulated
   */
  public static Template read(String text) {
    Template template = new Template(text, TemplateReader.read(text));
    template.checkSections();
    template.checkResources();
    template.checkReferences();
    return template;
  }

  public String text() {
    return text;
  }

  public String description() {
    return root.path("Description").asText();
  }

  public Optional<JsonNode> metadata() {
    return Optional.ofNullable(root.get("Metadata"));
  }

  public List<ParameterDeclaration> parameters() {
    return List.copyOf(parameters.values());
  }

  public Set<String> resourceTypes() {
    Set<String> types = new TreeSet<>();
    section("Resources").forEach(resource -> types.add(resource.path("Type").asText()));
    return types;
  }

  /** Returns the required capability: CAPABILITY_IAM, CAPABILITY_NAMED_IAM or empty. */
  public Optional<String> capability() {
    Set<String> needed = new TreeSet<>();
    section("Resources")
        .forEach(r -> type(r).capability(r.path("Properties")).ifPresent(needed::add));
    return needed.contains("CAPABILITY_NAMED_IAM")
        ? Optional.of("CAPABILITY_NAMED_IAM")
        : needed.stream().findFirst();
  }

  /** Returns the resource types that require a capability. */
  public List<String> capabilityReasons() {
    return resourceTypes().stream().filter(type -> type.startsWith("AWS::IAM::")).toList();
  }

  JsonNode section(String name) {
    JsonNode section = root.path(name);
    return section.isMissingNode() || section.isObject() ? section : MissingNode.getInstance();
  }

  Optional<ParameterDeclaration> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  static ResourceType type(JsonNode resource) {
    return ResourceTypes.find(resource.path("Type").asText()).orElseThrow();
  }

  private void checkSections() {
    List<String> unknown = new ArrayList<>();
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (NOT_REHEARSED.contains(name)) {
                throw new UnsupportedOperationException("the template section " + name);
              }
              if (!SECTIONS.contains(name)) {
                unknown.add(name);
              }
            });
    if (!unknown.isEmpty()) {
      throw new TemplateRefused("Invalid template property or properties " + unknown);
    }
    if (!root.path("Resources").isObject() || root.path("Resources").isEmpty()) {
      throw TemplateRefused.format("At least one Resources member must be defined.");
    }
    for (JsonNode output : section("Outputs")) {
      if (!output.has("Value")) {
        throw TemplateRefused.format("Every Outputs member must contain a Value object");
      }
    }
  }

  private void checkResources() {
    Set<String> unknown = new TreeSet<>();
    Set<String> notRehearsed = new TreeSet<>();
    for (Map.Entry<String, JsonNode> e : section("Resources").properties()) {
      JsonNode resource = e.getValue();
      if (!e.getKey().matches("[A-Za-z0-9]+")) {
        throw TemplateRefused.format("Resource name " + e.getKey() + " is non alphanumeric.");
      }
      if (!resource.isObject()) {
        throw TemplateRefused.format("Any Resources member must be an object.");
      }
      resource
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!OF_A_RESOURCE.contains(name)) {
                  throw new TemplateRefused("Invalid template resource property '" + name + "'");
                }
              });
      if (!resource.has("Type")) {
        throw TemplateRefused.format(
            "[/Resources/" + e.getKey() + "] Every Resources object must contain a Type member.");
      }
      String type = resource.path("Type").asText();
      if (ResourceTypes.find(type).isEmpty()) {
        (RealResourceTypes.has(type) ? notRehearsed : unknown).add(type);
      }
    }
    if (!unknown.isEmpty()) {
      throw TemplateRefused.format(
          "Unrecognized resource types: [" + String.join(", ", unknown) + "]");
    }
    if (!notRehearsed.isEmpty()) {
      throw new UnsupportedOperationException(
          "resources of the type " + String.join(", ", notRehearsed));
    }
    DynamicReferences.checkSecure(section("Resources"));
  }

  private void checkReferences() {
    JsonNode resources = section("Resources");
    Set<String> lost = new LinkedHashSet<>();
    for (JsonNode resource : resources) {
      Functions.references(resource.path("Properties"), (n, a) -> check(n, a, lost));
      names(resource.path("DependsOn")).stream().filter(n -> !resources.has(n)).forEach(lost::add);
      checkConditions(resource, "Resources");
      if (resource.has("Condition")) {
        checkCondition(resource.path("Condition").asText(), "Resources");
      }
    }
    refuse(lost, "Unresolved resource dependencies %s in the Resources block of the template");
    Functions.checkImports(root, parameters.keySet());
    for (JsonNode output : section("Outputs")) {
      Functions.references(output.path("Value"), (n, a) -> check(n, a, lost));
      checkConditions(output, "Outputs");
    }
    refuse(lost, "Unresolved resource dependencies %s in the Outputs block of the template");
    for (JsonNode condition : section("Conditions")) {
      Functions.references(
          condition,
          (n, a) -> {
            if (!parameters.containsKey(n) && !n.startsWith("AWS::")) {
              lost.add(n);
            }
          });
      checkConditions(condition, "Conditions");
    }
    refuse(
        lost,
        "Unresolved dependencies %s. Cannot reference resources in the Conditions block of"
            + " the template");
  }

  private static void refuse(Set<String> lost, String message) {
    if (!lost.isEmpty()) {
      throw TemplateRefused.format(message.formatted("[" + String.join(", ", lost) + "]"));
    }
  }

  private void check(String name, String attribute, Set<String> lost) {
    JsonNode resource = section("Resources").path(name);
    if (name.startsWith("AWS::") || (attribute.isEmpty() && parameters.containsKey(name))) {
      return;
    }
    if (resource.isMissingNode() && !attribute.isEmpty()) {
      throw TemplateRefused.error("instance of Fn::GetAtt references undefined resource " + name);
    }
    if (resource.isMissingNode()) {
      lost.add(name);
    } else if (!attribute.isEmpty() && !type(resource).attributes().contains(attribute)) {
      throw TemplateRefused.error(
          "resource %s does not support attribute type %s in Fn::GetAtt"
              .formatted(name, attribute));
    }
  }

  private void checkConditions(JsonNode value, String block) {
    Functions.conditions(value).forEach(name -> checkCondition(name, block));
  }

  private void checkCondition(String name, String block) {
    if (!section("Conditions").has(name)) {
      throw TemplateRefused.format(
          "Unresolved condition dependency %s in the %s block of the template"
              .formatted(name, block));
    }
  }

  /** Returns the names of a single name or a list. */
  static Set<String> names(JsonNode value) {
    Set<String> names = new LinkedHashSet<>();
    if (value.isTextual()) {
      names.add(value.textValue());
    }
    value.forEach(name -> names.add(name.asText()));
    return names;
  }
}
