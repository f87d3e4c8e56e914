package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.revision.rules.TaskDefinitionRules;
import io.github.xacct.revision.rules.Violation.Weight;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Validates task definitions, and returns them as ECS describes them. Source: ECS API reference,
 * RegisterTaskDefinition; the rules are those that the goals check files with.
 */
final class TaskDefinitionForm {
  private static final Pattern AMOUNT =
      Pattern.compile("(\\d*\\.?\\d+)\\s*(vCPU|GB)?", Pattern.CASE_INSENSITIVE);
  private static final int MAX_BYTES = 65_536;

  private TaskDefinitionForm() {}

  /** Returns the task definition that ECS describes for an input, which is not changed. */
  static ObjectNode registered(ObjectNode input, String registryHost) {
    ObjectNode definition = input.deepCopy();
    definition.remove("tags");
    checkSize(definition);
    checkRules(input, registryHost);
    normaliseAmount(definition, "cpu");
    normaliseAmount(definition, "memory");
    boolean fargate = Json.textsOf(definition.path("requiresCompatibilities")).contains("FARGATE");
    definition.path("containerDefinitions").forEach(c -> normalise((ObjectNode) c, definition));
    for (String list : List.of("volumes", "placementConstraints")) {
      emptyUnlessSet(definition, list);
    }
    definition.set(
        "compatibilities", Json.texts(fargate ? List.of("EC2", "FARGATE") : List.of("EC2")));
    return definition;
  }

  private static void checkSize(ObjectNode definition) {
    int length = Json.write(definition).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    check(
        length <= MAX_BYTES,
        "Actual length: '" + length + "'. Max allowed length is '" + MAX_BYTES + "' bytes.");
  }

  private static void checkRules(ObjectNode input, String registryHost) {
    JsonNode containers = input.path("containerDefinitions");
    check(containers.isArray() && !containers.isEmpty(), "Container list cannot be empty.");
    for (JsonNode container : containers) {
      check(
          !container.path("name").asText().isEmpty(),
          "Container.name should not be null or empty.");
    }
    TaskDefinitionRules.check(
            input, image -> image.startsWith(registryHost + "/") || image.contains(".dkr.ecr."))
        .stream()
        .filter(violation -> violation.weight() == Weight.REFUSED)
        .findFirst()
        .ifPresent(
            violation -> {
              throw AwsError.badRequest(violation.code(), violation.aws());
            });
  }

  /** Converts {@code "1 vCPU"} to {@code "1024"} and {@code "2GB"} to {@code "2048"}. */
  private static void normaliseAmount(ObjectNode definition, String member) {
    if (!definition.hasNonNull(member)) {
      definition.remove(member);
      return;
    }
    Matcher amount = AMOUNT.matcher(definition.path(member).asText().trim());
    check(amount.matches(), "Invalid '" + member + "' setting for task.");
    BigDecimal number = new BigDecimal(amount.group(1));
    BigDecimal unit = BigDecimal.valueOf(amount.group(2) == null ? 1 : 1024);
    definition.put(member, String.valueOf(number.multiply(unit).intValue()));
  }

  private static void normalise(ObjectNode container, ObjectNode definition) {
    if (!container.has("cpu")) {
      container.put("cpu", 0);
    }
    if (!container.has("essential")) {
      container.put("essential", true);
    }
    for (String list :
        List.of("portMappings", "environment", "mountPoints", "volumesFrom", "systemControls")) {
      emptyUnlessSet(container, list);
    }
    boolean awsvpc = definition.path("networkMode").asText().equals("awsvpc");
    for (JsonNode mapping : container.path("portMappings")) {
      normalisePort((ObjectNode) mapping, awsvpc);
    }
  }

  private static void normalisePort(ObjectNode mapping, boolean awsvpc) {
    if (!mapping.has("protocol")) {
      mapping.put("protocol", "tcp");
    }
    if (mapping.has("containerPortRange")) {
      return;
    }
    int containerPort = mapping.path("containerPort").asInt();
    int hostPort = mapping.path("hostPort").asInt(awsvpc ? containerPort : 0);
    mapping.put("hostPort", hostPort);
  }

  private static void emptyUnlessSet(ObjectNode node, String list) {
    if (!node.hasNonNull(list)) {
      node.putArray(list);
    }
  }

  private static void check(boolean fine, String message) {
    if (!fine) {
      throw client(message);
    }
  }

  static AwsError client(String message) {
    return AwsError.badRequest("ClientException", message);
  }
}
