package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.TaskSize;
import java.util.Optional;
import java.util.function.Function;

/**
 * Converts a task definition to the form in which ECS returns it: sizes as numbers, defaults added,
 * empty values removed. Values are to be compared as text. Source: ECS API reference (the default
 * of each field) and responses of DescribeTaskDefinition.
 */
final class NormalForm {

  private static final String HOST_PORT = "hostPort";
  private static final String CONTAINER_PORT = "containerPort";

  private NormalForm() {}

  /**
   * Converts the input of RegisterTaskDefinition, or the output of DescribeTaskDefinition with or
   * without its envelope.
   */
  static ObjectNode of(JsonNode given) {
    ObjectNode definition = withoutEmpties(unwrapped(given));
    definition.remove(TaskDefinitionTemplate.READ_ONLY);
    size(definition, "cpu", TaskSize::cpu);
    size(definition, "memory", TaskSize::memory);
    dropDefault(definition, "enableFaultInjection", "false");
    boolean fargate = fargate(definition);
    if (fargate) {
      ObjectNode platform = definition.withObjectProperty("runtimePlatform");
      putDefault(platform, "cpuArchitecture", "X86_64");
      putDefault(platform, "operatingSystemFamily", "LINUX");
    }
    putDefault(definition, "networkMode", fargate ? "awsvpc" : "bridge");
    for (JsonNode container : definition.path("containerDefinitions")) {
      if (container instanceof ObjectNode object) {
        container(object, definition.path("networkMode").asText());
      }
    }
    for (JsonNode volume : definition.path("volumes")) {
      if (volume.path("efsVolumeConfiguration") instanceof ObjectNode efs) {
        dropDefault(efs, "rootDirectory", "/");
      }
    }
    dropAwsTags(definition);
    return definition;
  }

  /** Removes empty values, read-only fields and AWS's own tags, as in a hand-written file. */
  static ObjectNode withoutEmptyAndReadOnly(JsonNode given) {
    ObjectNode definition = withoutEmpties(unwrapped(given));
    definition.remove(TaskDefinitionTemplate.READ_ONLY);
    dropAwsTags(definition);
    return withoutEmpties(definition);
  }

  private static void container(ObjectNode container, String networkMode) {
    putDefault(container, "essential", "true");
    dropDefault(container, "cpu", "0");
    dropDefault(container, "versionConsistency", "enabled");
    for (JsonNode mapping : container.path("portMappings")) {
      if (mapping instanceof ObjectNode object) {
        portMapping(object, networkMode);
      }
    }
    if (container.path("healthCheck") instanceof ObjectNode check) {
      putDefault(check, "interval", "30");
      putDefault(check, "timeout", "5");
      putDefault(check, "retries", "3");
      dropDefault(check, "startPeriod", "0");
    }
  }

  /**
   * Adds the defaults of a port mapping: host port 0 is a dynamic port in bridge mode; in other
   * modes the host port equals the container port.
   */
  private static void portMapping(ObjectNode mapping, String networkMode) {
    putDefault(mapping, "protocol", "tcp");
    if (!mapping.has(CONTAINER_PORT)) {
      return; // a range
    }
    if (networkMode.equals("bridge")) {
      dropDefault(mapping, HOST_PORT, "0");
    } else {
      mapping.set(HOST_PORT, mapping.get(CONTAINER_PORT));
    }
  }

  private static JsonNode unwrapped(JsonNode given) {
    if (!given.path("taskDefinition").isObject()) {
      return given;
    }
    ObjectNode definition = given.path("taskDefinition").deepCopy();
    if (given.has("tags")) {
      definition.set("tags", given.get("tags"));
    }
    return definition;
  }

  /** Removes null, {@code []} and <code>{}</code>, which ECS adds and drops arbitrarily. */
  private static ObjectNode withoutEmpties(JsonNode object) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    object
        .properties()
        .forEach(
            entry -> {
              JsonNode value = stripped(entry.getValue());
              if (!value.isNull() && (value.isValueNode() || !value.isEmpty())) {
                kept.set(entry.getKey(), value);
              }
            });
    return kept;
  }

  private static JsonNode stripped(JsonNode value) {
    if (value.isObject()) {
      return withoutEmpties(value);
    }
    if (!value.isArray()) {
      return value;
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    value.forEach(element -> array.add(stripped(element)));
    return array;
  }

  private static void size(
      ObjectNode definition, String field, Function<String, Optional<Integer>> read) {
    if (definition.has(field)) {
      read.apply(definition.path(field).asText())
          .ifPresent(number -> definition.put(field, String.valueOf(number)));
    }
  }

  private static boolean fargate(ObjectNode definition) {
    for (JsonNode compatibility : definition.path("requiresCompatibilities")) {
      if (compatibility.asText().equals("FARGATE")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Removes tags that begin with {@code aws:}, which only AWS can set, and those that begin with
   * {@code xacct:}, which are added after the registration.
   */
  private static void dropAwsTags(ObjectNode definition) {
    ArrayNode kept = JsonNodeFactory.instance.arrayNode();
    for (JsonNode tag : definition.path("tags")) {
      String key = tag.path("key").asText();
      if (!key.startsWith("aws:") && !key.startsWith("xacct:")) {
        kept.add(tag);
      }
    }
    definition.set("tags", kept);
  }

  private static void putDefault(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  private static void dropDefault(ObjectNode object, String field, String value) {
    if (object.path(field).asText().equals(value)) {
      object.remove(field);
    }
  }
}
