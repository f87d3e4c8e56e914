package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.revision.rules.AppSpecRules;
import io.github.xacct.revision.rules.Violation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of a revision: the task definition behind the load balancer, and the hooks. Source:
 * CodeDeploy user guide, "AppSpec file structure for Amazon ECS". Keys are case-insensitive,
 * because clients differ and AWS accepts all of them.
 *
 * @param text unchanged, JSON or YAML
 * @param sha256 of the text, in hexadecimal
 * @param hooks Lambda function by event
 * @param bucketed its S3Location, if it was read from S3
 */
public record SubmittedAppSpec(
    String text,
    String sha256,
    String taskDefinition,
    String containerName,
    int containerPort,
    Map<String, String> hooks,
    Optional<ObjectNode> bucketed)
    implements TaskSet.Wanted {

  static final List<String> HOOKS =
      List.of(
          "BeforeInstall",
          "AfterInstall",
          "AfterAllowTestTraffic",
          "BeforeAllowTraffic",
          "AfterAllowTraffic");

  private static final List<String> KEYS =
      List.of(
          "Resources",
          "TargetService",
          "Properties",
          "PlatformVersion",
          "NetworkConfiguration",
          "AwsvpcConfiguration",
          "Subnets",
          "SecurityGroups",
          "CapacityProviderStrategy",
          "CapacityProvider",
          "Base",
          "Weight",
          "Hooks");

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.SPLIT_LINES));

  /**
   * Parses an AppSpec; the error messages are our own, because AWS does not document its own.
   *
   * @throws AwsError InvalidRevisionException
   */
  public static SubmittedAppSpec read(String text) {
    JsonNode root = parse(text);
    check(
        Json.anyCase(root, "version").asText().matches("0(\\.0)?"),
        "the AppSpec's version must be 0.0");
    JsonNode resources = Json.anyCase(root, "Resources");
    check(
        resources.isArray() && resources.size() == 1, "the AppSpec must have exactly one resource");
    JsonNode service = resources.get(0).elements().next();
    check(
        Json.anyCase(service, "Type").asText().equals("AWS::ECS::Service"),
        "the resource's Type must be AWS::ECS::Service");
    JsonNode properties = Json.anyCase(service, "Properties");
    String taskDefinition = Json.anyCase(properties, "TaskDefinition").asText();
    check(!taskDefinition.isEmpty(), "the resource has no TaskDefinition");
    JsonNode behind = Json.anyCase(properties, "LoadBalancerInfo");
    String container = Json.anyCase(behind, "ContainerName").asText();
    int port = Json.anyCase(behind, "ContainerPort").asInt();
    check(
        !container.isEmpty() && port > 0,
        "the resource's LoadBalancerInfo must have ContainerName and ContainerPort");
    checkNetwork(properties);
    AppSpecRules.check(spelled(root)).stream()
        .findFirst()
        .ifPresent(
            violation -> {
              throw invalid(violation.aws());
            });
    Map<String, String> hooks = hooks(Json.anyCase(root, "Hooks"));
    return new SubmittedAppSpec(
        text, sha256(text), taskDefinition, container, port, hooks, Optional.empty());
  }

  /** Returns a copy with its location in S3. */
  SubmittedAppSpec from(ObjectNode place) {
    return new SubmittedAppSpec(
        text, sha256, taskDefinition, containerName, containerPort, hooks, Optional.of(place));
  }

  /** Returns why ECS would refuse the task set, or empty. */
  Optional<String> refusal(JsonNode taskDefinition) {
    return AppSpecRules.against(spelled(parse(text)), taskDefinition).stream()
        .map(Violation::aws)
        .findFirst();
  }

  /** Returns a copy with keys in the case of AWS's documentation. */
  private static JsonNode spelled(JsonNode node) {
    if (node.isArray()) {
      var list = Json.array();
      node.forEach(item -> list.add(spelled(item)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = Json.object();
    node.properties()
        .forEach(
            member ->
                object.set(
                    Stream.concat(HOOKS.stream(), KEYS.stream())
                        .filter(member.getKey()::equalsIgnoreCase)
                        .findFirst()
                        .orElse(member.getKey()),
                    spelled(member.getValue())));
    return object;
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode root =
          text.stripLeading().startsWith("{") ? Json.JSON.readTree(text) : YAML.readTree(text);
      check(root != null && root.isObject(), "the AppSpec is neither JSON nor YAML of a map");
      return root;
    } catch (JsonProcessingException e) {
      throw invalid("the AppSpec cannot be read: " + e.getOriginalMessage());
    }
  }

  private static void checkNetwork(JsonNode properties) {
    JsonNode network = Json.anyCase(properties, "NetworkConfiguration");
    if (!network.isObject() || network.isEmpty()) {
      return;
    }
    JsonNode awsvpc = Json.anyCase(network, "AwsvpcConfiguration");
    for (String member : List.of("Subnets", "SecurityGroups", "AssignPublicIp")) {
      check(
          !Json.anyCase(awsvpc, member).isMissingNode(),
          "the AwsvpcConfiguration must have Subnets, SecurityGroups and AssignPublicIp");
    }
  }

  /**
   * Returns the settings that override the service's, with ECS's member names; empty if there are
   * none.
   */
  @Override
  public ObjectNode overrides() {
    ObjectNode overrides = Json.object();
    JsonNode service = Json.anyCase(parse(text), "Resources").get(0).elements().next();
    JsonNode properties = Json.anyCase(service, "Properties");
    String version = Json.anyCase(properties, "PlatformVersion").asText("LATEST");
    if (!version.equals("LATEST")) {
      overrides.put("platformVersion", version);
    }
    for (String member : List.of("NetworkConfiguration", "CapacityProviderStrategy")) {
      JsonNode said = Json.anyCase(properties, member);
      if (said.isContainerNode() && !said.isEmpty()) {
        overrides.set(firstSmall(member), asEcsSpells(said));
      }
    }
    return overrides;
  }

  private static JsonNode asEcsSpells(JsonNode node) {
    if (node.isArray()) {
      var list = Json.array();
      node.forEach(item -> list.add(asEcsSpells(item)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = Json.object();
    node.properties().forEach(e -> object.set(firstSmall(e.getKey()), asEcsSpells(e.getValue())));
    return object;
  }

  private static String firstSmall(String key) {
    return key.substring(0, 1).toLowerCase(Locale.ROOT) + key.substring(1);
  }

  private static Map<String, String> hooks(JsonNode list) {
    Map<String, String> hooks = new LinkedHashMap<>();
    for (JsonNode item : list) {
      check(item.isObject() && item.size() == 1, "each of the Hooks must be a map of one key");
      var hook = item.properties().iterator().next();
      String event =
          HOOKS.stream()
              .filter(hook.getKey()::equalsIgnoreCase)
              .findFirst()
              .orElseThrow(() -> invalid("unknown hook " + hook.getKey() + ": one of " + HOOKS));
      check(hooks.put(event, hook.getValue().asText()) == null, "two hooks for " + event);
    }
    return hooks;
  }

  public static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void check(boolean fine, String problem) {
    if (!fine) {
      throw invalid(problem);
    }
  }

  static AwsError invalid(String problem) {
    return AwsError.badRequest("InvalidRevisionException", "The revision is not valid: " + problem);
  }

  /** Returns the revision that restores a task set. */
  static SubmittedAppSpec of(TaskSet set) {
    var root = Json.object();
    root.put("version", "0.0");
    var properties =
        root.putArray("Resources")
            .addObject()
            .putObject("TargetService")
            .put("Type", "AWS::ECS::Service")
            .putObject("Properties");
    properties.put("TaskDefinition", set.taskDefinition.arn());
    properties
        .putObject("LoadBalancerInfo")
        .put("ContainerName", set.containerName)
        .put("ContainerPort", set.containerPort);
    return read(Json.write(root));
  }
}
