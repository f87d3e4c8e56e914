package io.github.xacct.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.json.Json;
import io.github.xacct.model.ImageReference;
import java.util.Optional;

/** Reads the image of the app's container from a registered task definition. */
public final class RegisteredImage {
  private RegisteredImage() {}

  /** The image, if it has a digest; an only container matches whatever its name. */
  public static Optional<ImageReference> of(String taskDefinition, String container) {
    return name(taskDefinition, container)
        .filter(image -> image.contains("@sha256:"))
        .map(ImageReference::parse);
  }

  /** Whether the revision is active; ECS starts no tasks of an INACTIVE one. */
  public static boolean isActive(String taskDefinition) {
    try {
      return Json.read(taskDefinition).path("status").asText("ACTIVE").equals("ACTIVE");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The image as the task definition declares it, with or without a digest. */
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
