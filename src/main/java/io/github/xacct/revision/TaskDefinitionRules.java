package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.FargateSize;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What ECS refuses at RegisterTaskDefinition, or only when a task starts, although the JSON has the
 * right shape. Source: ECS API reference and the texts of its ClientException.
 */
final class TaskDefinitionRules {

  private static final Pattern FAMILY = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final int MAX_CONTAINERS = 10;

  private final Problems problems;
  private final String path;

  /**
   * @param path where the task definition starts in its file
   */
  TaskDefinitionRules(Problems problems, String path) {
    this.problems = problems;
    this.path = path;
  }

  void check(JsonNode definition) {
    JsonNode family = definition.path("family");
    if (family.isTextual() && !FAMILY.matcher(family.textValue()).matches()) {
      problems.add(
          at("family"), "a family has 1 to 255 letters, digits, underscores and hyphens", "");
    }
    containers(definition.path("containerDefinitions"));
    for (JsonNode compatibility : definition.path("requiresCompatibilities")) {
      if (compatibility.asText().equals("FARGATE")) {
        fargate(definition);
      }
    }
  }

  private void containers(JsonNode containers) {
    if (containers.size() > MAX_CONTAINERS) {
      problems.add(
          at("containerDefinitions"),
          "ECS takes at most 10 containers, but here are " + containers.size(),
          "");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < containers.size(); i++) {
      String container = at("containerDefinitions[" + i + "]");
      JsonNode name = containers.path(i).path("name");
      if (name.isTextual() && !names.add(name.asText())) {
        problems.add(
            TemplateTree.child(container, "name"),
            "a second container is called " + name.asText(),
            "");
      }
      secrets(containers.path(i), container);
    }
  }

  /** ECS: "The secret name must be unique and not shared with any ... environment variables". */
  private void secrets(JsonNode container, String containerPath) {
    Set<String> names = new HashSet<>();
    container.path("environment").forEach(variable -> names.add(variable.path("name").asText()));
    JsonNode secrets = container.path("secrets");
    for (int i = 0; i < secrets.size(); i++) {
      String name = secrets.path(i).path("name").asText();
      if (!names.add(name)) {
        problems.add(
            containerPath + ".secrets[" + i + "]",
            name + " is already an environment variable or secret of this container",
            ", delete one of the two");
      }
    }
  }

  private void fargate(JsonNode definition) {
    JsonNode mode = definition.path("networkMode");
    if (!definition.has("networkMode") || mode.isTextual() && !mode.asText().equals("awsvpc")) {
      problems.add(
          at("networkMode"), "Fargate only knows networkMode awsvpc", ", write \"awsvpc\"");
    }
    JsonNode role = definition.path("executionRoleArn");
    if (!definition.has("executionRoleArn") || role.isValueNode() && role.asText("").isBlank()) {
      problems.add(
          at("executionRoleArn"),
          "Fargate needs a role to pull from ECR, but none is named",
          ", name the task execution role");
    }
    Optional<Integer> cpu = amount(definition, "cpu", "256, 1024 or 1 vCPU");
    Optional<Integer> memory = amount(definition, "memory", "512, 2048 or 2GB");
    if (cpu.isPresent() && memory.isPresent()) {
      try {
        new FargateSize(cpu.get(), memory.get());
      } catch (IllegalArgumentException e) {
        problems.add(at("cpu"), e.getMessage(), "");
      }
    }
  }

  private Optional<Integer> amount(JsonNode definition, String field, String examples) {
    JsonNode given = definition.path(field);
    if (!definition.has(field) || given.isNull()) {
      problems.add(path, field + " is missing, which Fargate needs", ", such as " + examples);
      return Optional.empty();
    }
    if (!given.isTextual()) {
      return Optional.empty(); // told already
    }
    String text = given.textValue();
    Optional<Integer> amount = field.equals("cpu") ? TaskSize.cpu(text) : TaskSize.memory(text);
    if (amount.isEmpty()) {
      problems.add(at(field), "ECS cannot read this size", ", write one such as " + examples);
    }
    return amount;
  }

  private String at(String field) {
    return TemplateTree.child(path, field);
  }
}
