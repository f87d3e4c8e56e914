package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Optional;

/**
 * Parses a {@code valueFrom}: the secret and the key in it. Source: ECS developer guide, "Pass
 * Secrets Manager secrets through Amazon ECS environment variables".
 */
public final class SecretReference {
  private static final int PARTS = 7;

  private SecretReference() {}

  /** Returns the ARN without key, version stage and version ID. */
  public static String arn(String valueFrom) {
    String[] parts = valueFrom.split(":", -1);
    return String.join(":", java.util.Arrays.copyOf(parts, Math.min(PARTS, parts.length)));
  }

  /** Returns the JSON key; empty if it specifies none. */
  public static Optional<String> key(String valueFrom) {
    String[] parts = valueFrom.split(":", -1);
    return parts.length > PARTS && !parts[PARTS].isEmpty()
        ? Optional.of(parts[PARTS])
        : Optional.empty();
  }

  /** Returns whether a secret's text is JSON with a key. */
  public static boolean hasKey(String secret, String key) {
    return json(secret).has(key);
  }

  public static String withKey(String secret, String key) {
    return json(secret).put(key, "rehearsal").toString();
  }

  private static ObjectNode json(String secret) {
    try {
      JsonNode json = Json.JSON.readTree(secret);
      return json instanceof ObjectNode object ? object : Json.object();
    } catch (JsonProcessingException e) {
      return Json.object();
    }
  }
}
