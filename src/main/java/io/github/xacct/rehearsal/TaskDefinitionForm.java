package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.FargateSize;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which task definitions ECS takes, and how it shows them afterwards. Source: ECS API reference,
 * RegisterTaskDefinition; the texts are AWS's where known.
 */
final class TaskDefinitionForm {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern AMOUNT =
      Pattern.compile("(\\d*\\.?\\d+)\\s*(vCPU|GB)?", Pattern.CASE_INSENSITIVE);
  private static final int MAX_BYTES = 65_536;
  private static final int MAX_CONTAINERS = 10;
  private static final Set<String> NETWORK_MODES = Set.of("bridge", "host", "awsvpc", "none");
  private static final Set<String> COMPATIBILITIES =
      Set.of("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES");
  private static final Set<String> ARCHITECTURES = Set.of("X86_64", "ARM64");
  private static final Set<String> LOG_DRIVERS =
      Set.of(
          "json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "awsfirelens");

  private TaskDefinitionForm() {}

  /** What ECS shows for this input; the input itself stays as it is. */
  static ObjectNode registered(ObjectNode input, String registryHost) {
    ObjectNode definition = input.deepCopy();
    definition.remove("tags");
    checkSize(definition);
    check(
        NAME.matcher(definition.path("family").asText()).matches(),
        "Family contains invalid characters.");
    ArrayNode containers = checkedContainers(definition);
    oneOf(definition.path("networkMode"), NETWORK_MODES, "networkMode");
    definition
        .path("requiresCompatibilities")
        .forEach(c -> oneOf(c, COMPATIBILITIES, "requiresCompatibilities"));
    oneOf(definition.at("/runtimePlatform/cpuArchitecture"), ARCHITECTURES, "cpuArchitecture");
    normaliseAmount(definition, "cpu");
    normaliseAmount(definition, "memory");
    boolean fargate = Nodes.textsOf(definition.path("requiresCompatibilities")).contains("FARGATE");
    if (fargate) {
      checkFargate(definition, registryHost);
    }
    containers.forEach(c -> normalise((ObjectNode) c, definition));
    for (String list : List.of("volumes", "placementConstraints")) {
      emptyUnlessSet(definition, list);
    }
    definition.set(
        "compatibilities", Nodes.texts(fargate ? List.of("EC2", "FARGATE") : List.of("EC2")));
    return definition;
  }

  private static void checkSize(ObjectNode definition) {
    int length = Nodes.write(definition).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    check(
        length <= MAX_BYTES,
        "Actual length: '" + length + "'. Max allowed length is '" + MAX_BYTES + "' bytes.");
  }

  private static ArrayNode checkedContainers(ObjectNode definition) {
    JsonNode containers = definition.path("containerDefinitions");
    check(containers.isArray() && !containers.isEmpty(), "Container list cannot be empty.");
    check(containers.size() <= MAX_CONTAINERS, "Too many containers.");
    Set<String> names = new HashSet<>();
    for (JsonNode container : containers) {
      String name = container.path("name").asText();
      check(!name.isEmpty(), "Container.name should not be null or empty.");
      check(NAME.matcher(name).matches(), "Container.name contains invalid characters.");
      check(names.add(name), "Container names must be unique: '" + name + "'.");
      check(
          !container.path("image").asText().isEmpty(),
          "Container.image should not be null or empty.");
      oneOf(container.at("/logConfiguration/logDriver"), LOG_DRIVERS, "logDriver");
      boolean hasMemory =
          container.has("memory") || container.has("memoryReservation") || definition.has("memory");
      check(
          hasMemory,
          "Invalid setting for container '"
              + name
              + "'. At least one of 'memory' or 'memoryReservation' must be specified.");
    }
    return (ArrayNode) containers;
  }

  private static void checkFargate(ObjectNode definition, String registryHost) {
    check(
        definition.path("networkMode").asText().equals("awsvpc"),
        "Fargate only supports network mode ‘awsvpc’.");
    check(definition.has("cpu"), "Fargate requires that 'cpu' be defined at the task level.");
    check(definition.has("memory"), "Fargate requires that 'memory' be defined at the task level.");
    try {
      new FargateSize(definition.path("cpu").asInt(), definition.path("memory").asInt());
    } catch (IllegalArgumentException e) {
      throw client("No Fargate configuration exists for given values.");
    }
    for (JsonNode container : definition.path("containerDefinitions")) {
      String image = container.path("image").asText();
      boolean ecr = image.startsWith(registryHost + "/") || image.contains(".dkr.ecr.");
      boolean awslogs = container.at("/logConfiguration/logDriver").asText().equals("awslogs");
      String role = definition.path("executionRoleArn").asText();
      String need = "Fargate requires task definition to have execution role ARN to support ";
      check(!ecr || !role.isEmpty(), need + "ECR images.");
      check(!awslogs || !role.isEmpty(), need + "log driver awslogs.");
    }
  }

  /** {@code "1 vCPU"} and {@code "2GB"} come back as {@code "1024"} and {@code "2048"}. */
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
    int containerPort = mapping.path("containerPort").asInt();
    int hostPort = mapping.path("hostPort").asInt(awsvpc ? containerPort : 0);
    check(
        !awsvpc || hostPort == containerPort,
        "When networkMode=awsvpc, the host ports and container ports in port mappings must match.");
    mapping.put("hostPort", hostPort);
    if (!mapping.has("protocol")) {
      mapping.put("protocol", "tcp");
    }
  }

  private static void emptyUnlessSet(ObjectNode node, String list) {
    if (!node.hasNonNull(list)) {
      node.putArray(list);
    }
  }

  private static void oneOf(JsonNode value, Set<String> allowed, String member) {
    if (value.isTextual() && !allowed.contains(value.asText())) {
      throw AwsError.badRequest(
          "InvalidParameterException",
          "Unknown value '" + value.asText() + "' for " + member + ".");
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
