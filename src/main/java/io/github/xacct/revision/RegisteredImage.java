package io.github.xacct.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.ImageReference;
import java.util.Optional;

/** Which image a registered task definition runs in the app's container. */
public final class RegisteredImage {
  private RegisteredImage() {}

  /** The image, if the container is there and names it by digest; any container if only one. */
  public static Optional<ImageReference> of(String taskDefinition, String container) {
    return name(taskDefinition, container)
        .filter(image -> image.contains("@sha256:"))
        .map(ImageReference::parse);
  }

  /** Whether ECS starts tasks of it: a deregistered revision is INACTIVE. */
  public static boolean isActive(String taskDefinition) {
    try {
      return Json.read(taskDefinition).path("status").asText("ACTIVE").equals("ACTIVE");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The image as it is written there, by digest or not. */
  public static Optional<String> name(String taskDefinition, String container) {
    JsonNode containers;
    try {
      containers = Json.read(taskDefinition).path("containerDefinitions");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    for (JsonNode definition : containers) {
      boolean isIt = containers.size() == 1 || definition.path("name").asText().equals(container);
      if (isIt && definition.path("image").isTextual()) {
        return Optional.of(definition.path("image").textValue());
      }
    }
    return Optional.empty();
  }
}
