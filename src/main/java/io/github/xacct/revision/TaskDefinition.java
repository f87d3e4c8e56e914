package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Architecture;
import io.github.xacct.model.Arn;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.Region;
import io.github.xacct.model.XacctException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The task definition to register: a valid input of RegisterTaskDefinition, with one container
 * identified as the app's. Initially its image is CodePipeline's placeholder.
 */
public final class TaskDefinition {

  /**
   * The placeholder that CodePipeline's CodeDeployToECS action replaces by the image; its name is
   * the value of the action's Image1ContainerName.
   */
  public static final String IMAGE_PLACEHOLDER = "<IMAGE1_NAME>";

  /** ECS: "Actual length: '66420'. Max allowed length is '65536' bytes." */
  private static final int MAX_BYTES = 65_536;

  private final ObjectNode json;
  private final int container;
  private final Optional<Integer> containerPort;

  TaskDefinition(ObjectNode json, int container, Optional<Integer> containerPort) {
    this.json = Shape.TASK_DEFINITION.inOrder(json);
    this.container = container;
    this.containerPort = containerPort;
    requireSize();
  }

  /** The same task definition with this image, inserted wherever CodePipeline would. */
  public TaskDefinition withImage(ImageReference image) {
    return withImage(image.toString());
  }

  /**
   * The same task definition with ARNs for roles specified by name. "ECS will fill in the account
   * ID server-side when the task definition is registered." Source: the maintainer in
   * aws-actions/amazon-ecs-render-task-definition#19.
   */
  public TaskDefinition withRolesOf(AccountId account, Region region) {
    ObjectNode copy = json.deepCopy();
    for (String field : List.of("executionRoleArn", "taskRoleArn")) {
      text(copy.path(field))
          .filter(role -> !Arn.isMeant(role))
          .map(name -> Arn.global(region.partition(), account, "iam", "role/" + name))
          .ifPresent(arn -> copy.put(field, arn.toString()));
    }
    return new TaskDefinition(copy, container, containerPort);
  }

  /** The same task definition with the image of the app's container in a registered one, if any. */
  public TaskDefinition withImageOf(String registered) {
    return RegisteredImage.name(registered, containerName()).map(this::withImage).orElse(this);
  }

  TaskDefinition withImage(String image) {
    ObjectNode copy = (ObjectNode) replaced(json, image);
    ((ObjectNode) copy.path("containerDefinitions").get(container)).put("image", image);
    return new TaskDefinition(copy, container, containerPort);
  }

  private static JsonNode replaced(JsonNode node, String image) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(e -> copy.set(e.getKey(), replaced(e.getValue(), image)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> copy.add(replaced(element, image)));
      return copy;
    }
    return node.isTextual()
        ? TextNode.valueOf(node.textValue().replace(IMAGE_PLACEHOLDER, image))
        : node;
  }

  JsonNode json() {
    return json;
  }

  /** The content of the file, which is the input of RegisterTaskDefinition. */
  public String text() {
    return JsonText.pretty(json);
  }

  /** The family to register it in. */
  public String family() {
    return json.path("family").textValue();
  }

  /** The name of the app's container. */
  public String containerName() {
    return app().path("name").textValue();
  }

  /** The app's port, one of its container's port mappings; empty behind another container. */
  public Optional<Integer> containerPort() {
    return containerPort;
  }

  /** The image of the app's container. */
  public String image() {
    return app().path("image").textValue();
  }

  /** The CPU architecture that the image must have; X86_64 by default, as in ECS. */
  public Architecture architecture() {
    return text(json.path("runtimePlatform").path("cpuArchitecture"))
        .map(Architecture::parse)
        .orElse(Architecture.X86_64);
  }

  /** Name or ARN of the task execution role. */
  public Optional<String> executionRole() {
    return text(json.path("executionRoleArn"));
  }

  /** Name or ARN of the task role. */
  public Optional<String> taskRole() {
    return text(json.path("taskRoleArn"));
  }

  /** The required compatibilities, such as FARGATE; may be empty. */
  public List<String> compatibilities() {
    return StreamSupport.stream(json.path("requiresCompatibilities").spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** The names of all containers. */
  public List<String> containerNames() {
    return containers().map(c -> c.path("name").asText()).toList();
  }

  /** Whether a container has a mapping for the port. */
  public boolean hasPort(String containerName, int port) {
    return containers()
        .filter(c -> c.path("name").asText().equals(containerName))
        .anyMatch(c -> PortMappings.contain(c.path("portMappings"), port));
  }

  @Override
  public String toString() {
    return family() + " with " + image();
  }

  /** The container definitions. */
  java.util.stream.Stream<JsonNode> containers() {
    return StreamSupport.stream(json.path("containerDefinitions").spliterator(), false);
  }

  private JsonNode app() {
    return json.path("containerDefinitions").get(container);
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.textValue()).filter(text -> !text.isBlank());
  }

  private void requireSize() {
    int bytes = JsonText.compact(json).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw XacctException.yours(
              "Task definition %s has %s bytes, but ECS takes %s."
                  .formatted(family(), bytes, MAX_BYTES))
          .suggestion("move long environment values into Parameter Store, Secrets Manager or S3")
          .suggestion("or shorten commands and labels");
    }
  }
}
