package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * One resource that a stack shall have.
 *
 * @param logicalId its name in the template
 * @param type what it is
 * @param properties with functions, but without branches that are not taken
 * @param dependencies logical ids of what must stand before it
 * @param deletionPolicy Delete, Retain or RetainExceptOnCreate
 * @param updateReplacePolicy Delete or Retain
 */
public record ResourceDeclaration(
    String logicalId,
    ResourceType type,
    JsonNode properties,
    Set<String> dependencies,
    String deletionPolicy,
    String updateReplacePolicy) {

  /** Refuses policies that there are not. */
  public ResourceDeclaration {
    if (deletionPolicy.equals("Snapshot") || updateReplacePolicy.equals("Snapshot")) {
      throw TemplateRefused.error(
          "resource type " + type.name() + " does not support deletion policy Snapshot");
    }
    if (!Set.of("Delete", "Retain", "RetainExceptOnCreate").contains(deletionPolicy)) {
      throw TemplateRefused.format("Unrecognized DeletionPolicy " + deletionPolicy);
    }
    if (!Set.of("Delete", "Retain").contains(updateReplacePolicy)) {
      throw TemplateRefused.format("Unrecognized UpdateReplacePolicy " + updateReplacePolicy);
    }
  }

  static ResourceDeclaration of(
      String logicalId, JsonNode resource, JsonNode properties, Set<String> dependencies) {
    return new ResourceDeclaration(
        logicalId,
        Template.type(resource),
        properties,
        dependencies,
        resource.path("DeletionPolicy").asText("Delete"),
        resource.path("UpdateReplacePolicy").asText("Delete"));
  }
}
