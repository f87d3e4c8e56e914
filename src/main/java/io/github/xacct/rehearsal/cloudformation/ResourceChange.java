package io.github.xacct.rehearsal.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.cloudformation.template.ResourceDeclaration;
import io.github.xacct.rehearsal.cloudformation.template.ResourceType.Recreation;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Map;
import java.util.Set;

/**
 * The change of one resource in a change set.
 *
 * @param logicalId of the resource
 * @param replacement True, Conditional or False
 * @param node ResourceChange of DescribeChangeSet, with all property values
 */
record ResourceChange(String logicalId, String replacement, ObjectNode node) {

  static ResourceChange addition(ResourceDeclaration declaration, ObjectNode after) {
    ObjectNode node = node("Add", declaration.logicalId(), declaration.type().name());
    node.putArray("Scope");
    node.putArray("Details");
    node.put("AfterContext", context(after));
    return new ResourceChange(declaration.logicalId(), "False", node);
  }

  /** Returns the import of an existing resource that belongs to no stack. */
  static ResourceChange imported(ResourceDeclaration declaration, ObjectNode after) {
    ResourceChange addition = addition(declaration, after);
    addition.node().put("Action", "Import");
    return addition;
  }

  static ResourceChange removal(StackResource resource) {
    ObjectNode node = node("Remove", resource.logicalId(), resource.type());
    node.put("PhysicalResourceId", resource.physicalId());
    boolean keeps = !resource.deletionPolicy().equals("Delete");
    node.put("PolicyAction", keeps ? "Retain" : "Delete");
    node.putArray("Scope");
    node.putArray("Details");
    node.put("BeforeContext", context(resource.properties()));
    return new ResourceChange(resource.logicalId(), "False", node);
  }

  static ResourceChange modification(
      ResourceDeclaration declaration,
      StackResource before,
      ObjectNode after,
      Map<String, Recreation> properties,
      Set<String> scope) {
    ObjectNode node = node("Modify", declaration.logicalId(), declaration.type().name());
    node.put("PhysicalResourceId", before.physicalId());
    String replacement = replacement(properties, after);
    node.put("Replacement", replacement);
    if (replacement.equals("True")) {
      boolean keeps = declaration.updateReplacePolicy().equals("Retain");
      node.put("PolicyAction", keeps ? "ReplaceAndRetain" : "ReplaceAndDelete");
    }
    node.set("Scope", Json.texts(scope));
    ArrayNode details = node.putArray("Details");
    properties.forEach(
        (name, recreation) -> details.add(detail(name, recreation, before.properties(), after)));
    scope.stream()
        .filter(attribute -> !attribute.equals("Properties"))
        .forEach(attribute -> details.add(detail(attribute)));
    node.put("BeforeContext", context(before.properties()));
    node.put("AfterContext", context(after));
    return new ResourceChange(declaration.logicalId(), replacement, node);
  }

  private static String replacement(Map<String, Recreation> properties, ObjectNode after) {
    String replacement = "False";
    for (Map.Entry<String, Recreation> e : properties.entrySet()) {
      boolean unknown = StackDifference.unknown(after.path(e.getKey()));
      if (e.getValue() == Recreation.ALWAYS && !unknown) {
        return "True";
      }
      if (e.getValue() != Recreation.NEVER) {
        replacement = "Conditional";
      }
    }
    return replacement;
  }

  private static ObjectNode node(String action, String logicalId, String type) {
    return Json.object()
        .put("Action", action)
        .put("LogicalResourceId", logicalId)
        .put("ResourceType", type);
  }

  private static String context(ObjectNode properties) {
    return Json.write(Json.object().set("Properties", properties));
  }

  private static ObjectNode detail(
      String name, Recreation recreation, JsonNode before, JsonNode after) {
    ObjectNode detail = Json.object();
    ObjectNode target = detail.putObject("Target");
    target.put("Attribute", "Properties").put("Name", name);
    target.put("RequiresRecreation", recreation.word()).put("Path", "/Properties/" + name);
    if (before.has(name)) {
      target.put("BeforeValue", text(before.get(name)));
    }
    if (after.has(name)) {
      target.put("AfterValue", text(after.get(name)));
    }
    target.put(
        "AttributeChangeType", !before.has(name) ? "Add" : after.has(name) ? "Modify" : "Remove");
    boolean dynamic = StackDifference.unknown(after.path(name));
    detail.put("Evaluation", dynamic ? "Dynamic" : "Static");
    detail.put("ChangeSource", dynamic ? "ResourceReference" : "DirectModification");
    return detail;
  }

  private static ObjectNode detail(String attribute) {
    ObjectNode detail = Json.object();
    detail.putObject("Target").put("Attribute", attribute).put("RequiresRecreation", "Never");
    return detail.put("Evaluation", "Static").put("ChangeSource", "DirectModification");
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : Json.write(value);
  }

  /**
   * Returns the change without property values, for DescribeChangeSet without
   * IncludePropertyValues.
   */
  static ObjectNode withoutValues(ObjectNode node) {
    ObjectNode plain = node.deepCopy();
    plain.remove(java.util.List.of("BeforeContext", "AfterContext"));
    plain
        .path("Details")
        .forEach(
            detail ->
                ((ObjectNode) detail.path("Target"))
                    .remove(
                        java.util.List.of(
                            "Path", "BeforeValue", "AfterValue", "AttributeChangeType")));
    return plain;
  }
}
