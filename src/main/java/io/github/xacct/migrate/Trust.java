package io.github.xacct.migrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** A trust policy as IAM shows it: text, encoded like the part of a URL. */
final class Trust {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Trust() {}

  static JsonNode of(JsonNode document) {
    try {
      return document.isTextual()
          ? MAPPER.readTree(URLDecoder.decode(document.asText(), StandardCharsets.UTF_8))
          : document;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return document;
    }
  }
}
