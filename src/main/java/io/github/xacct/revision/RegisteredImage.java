package io.github.xacct.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.model.ImageReference;
import java.util.Optional;

/** Which image a registered task definition runs in the app's container. */
public final class RegisteredImage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RegisteredImage() {}

  /** The image, if the container is there and names it by digest; any container if only one. */
  public static Optional<ImageReference> of(String taskDefinition, String container) {
    JsonNode containers;
    try {
      containers = JSON.readTree(taskDefinition).path("containerDefinitions");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    for (JsonNode definition : containers) {
      boolean isIt = containers.size() == 1 || definition.path("name").asText().equals(container);
      String image = definition.path("image").asText();
      if (isIt && image.contains("@sha256:")) {
        return Optional.of(ImageReference.parse(image));
      }
    }
    return Optional.empty();
  }
}
