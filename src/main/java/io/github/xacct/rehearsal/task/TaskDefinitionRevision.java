package io.github.xacct.rehearsal.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A revision of a task definition.
 *
 * @param node in DescribeTaskDefinition's format
 * @param tags of the revision
 */
public record TaskDefinitionRevision(ObjectNode node, ArrayNode tags) {
  /** The image of a service that was never deployed: a page within the rehearsal. */
  public static final String PLACEHOLDER_IMAGE = "placeholder";

  /** Adds a tag or replaces its value. */
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

  /** Returns whether a container's image is not in a rehearsed registry. */
  public boolean foreign(String container) {
    return container(container)
        .map(c -> !c.path("image").asText().startsWith("127.0.0.1:"))
        .orElse(true);
  }

  /**
   * Returns the container that a rehearsal runs: the one behind the load balancer or, if its image
   * is from elsewhere, such as nginx, the first one whose image is in a rehearsed registry.
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

  /** Returns the memory limit of a container in MiB: its own, else the task's. */
  public int memory(JsonNode container) {
    int own = container.path("memory").asInt(0);
    int ofTask = node.path("memory").asInt(0);
    int limit = own > 0 ? own : ofTask;
    return limit > 0 ? limit : 512;
  }
}
