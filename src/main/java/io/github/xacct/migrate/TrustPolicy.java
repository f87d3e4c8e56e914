package io.github.xacct.migrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Decodes a trust policy, which IAM returns as URL-encoded text. */
final class TrustPolicy {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TrustPolicy() {}

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
