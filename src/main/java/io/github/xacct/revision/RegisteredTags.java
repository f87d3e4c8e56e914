package io.github.xacct.revision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.json.Json;
import java.util.Optional;

/** Reads the tags of a registered task definition. */
public final class RegisteredTags {
  private RegisteredTags() {}

  /** The value of a tag; empty if the task definition does not have it. */
  public static Optional<String> value(String registered, String key) {
    try {
      for (JsonNode tag : Json.read(registered).path("tags")) {
        if (tag.path("key").asText().equals(key)) {
          return Optional.of(tag.path("value").asText());
        }
      }
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
