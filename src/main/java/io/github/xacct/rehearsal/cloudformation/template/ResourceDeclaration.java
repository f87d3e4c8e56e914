package io.github.xacct.rehearsal.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * A resource that a template declares.
 *
 * @param logicalId name in the template
 * @param type resource type
 * @param properties with functions, but without the branches of {@code Fn::If} that are not
 *     selected
 * @param dependencies logical IDs of resources that must exist before it
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

  /** Refuses unsupported policies. */
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
