package io.github.xacct.rehearsal.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A revision of a task definition.
 *
 * @param node as DescribeTaskDefinition shows it
 * @param tags beside it
 */
public record TaskDefinitionRevision(ObjectNode node, ArrayNode tags) {
  /** The image of a service that was never deployed: a page inside the rehearsal. */
  public static final String PLACEHOLDER_IMAGE = "placeholder";

  /** Adds a tag, or gives it another value. */
  public void tag(String key, String value) {
    for (JsonNode tag : tags) {
      if (tag.path("key").asText().equals(key)) {
        ((ObjectNode) tag).put("value", value);
        return;
      }
    }
    tags.addObject().put("key", key).put("value", value);
  }

  public String arn() {
    return node.path("taskDefinitionArn").asText();
  }

  public String family() {
    return node.path("family").asText();
  }

  public int revision() {
    return node.path("revision").asInt();
  }

  public String familyAndRevision() {
    return family() + ":" + revision();
  }

  public boolean active() {
    return node.path("status").asText().equals("ACTIVE");
  }

  public ArrayNode containers() {
    return node.withArray("/containerDefinitions");
  }

  public Optional<JsonNode> container(String name) {
    return StreamSupport.stream(containers().spliterator(), false)
        .filter(c -> c.path("name").asText().equals(name))
        .findFirst();
  }

  public boolean placeholder() {
    return containers().path(0).path("image").asText().equals(PLACEHOLDER_IMAGE);
  }

  /** Whether a container's image is in no registry of a rehearsal. */
  public boolean foreign(String container) {
    return container(container)
        .map(c -> !c.path("image").asText().startsWith("127.0.0.1:"))
        .orElse(true);
  }

  /**
   * The container that a rehearsal runs: the one behind the load balancer or, where its image comes
   * from elsewhere, such as nginx in front, the first whose image is in a registry of a rehearsal.
   */
  public String running(String behindLoadBalancer) {
    if (!foreign(behindLoadBalancer)) {
      return behindLoadBalancer;
    }
    return StreamSupport.stream(containers().spliterator(), false)
        .map(c -> c.path("name").asText())
        .filter(name -> !foreign(name))
        .findFirst()
        .orElse(behindLoadBalancer);
  }

  /** MiB that the container may use: its own limit, else the task's. */
  public int memory(JsonNode container) {
    int own = container.path("memory").asInt(0);
    int ofTask = node.path("memory").asInt(0);
    int limit = own > 0 ? own : ofTask;
    return limit > 0 ? limit : 512;
  }
}
