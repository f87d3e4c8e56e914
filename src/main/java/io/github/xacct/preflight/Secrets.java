package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Arn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the secrets and parameters that a task definition references, without their values. */
final class Secrets {

  /**
   * A secret or parameter that the task definition references.
   *
   * @param variable environment variable that receives the value
   * @param id ARN of a secret without the JSON key, or name of a parameter
   * @param arn as written; empty if it is a name
   * @param jsonKey key in a secret's JSON value, if any
   */
  record Named(String variable, String id, Optional<String> arn, Optional<String> jsonKey) {
    boolean ofSecretsManager() {
      return arn.filter(a -> a.contains(":secretsmanager:")).isPresent();
    }

    /** Whether it is in the environment's account and region. */
    boolean within(String account, String region) {
      return arn.map(a -> a.split(":"))
          .map(p -> p.length > 4 && p[3].equals(region) && p[4].equals(account))
          .orElse(true);
    }
  }

  private Secrets() {}

  static List<Named> of(Intent intent) {
    List<Named> all = new ArrayList<>();
    for (JsonNode container : intent.containers()) {
      container.path("secrets").forEach(secret -> all.add(named(secret)));
      container
          .path("logConfiguration")
          .path("secretOptions")
          .forEach(secret -> all.add(named(secret)));
      String login =
          container.path("repositoryCredentials").path("credentialsParameter").asText("");
      if (!login.isEmpty()) {
        all.add(named("the registry's credentials", login));
      }
    }
    return all;
  }

  private static Named named(JsonNode secret) {
    return named(secret.path("name").asText(), secret.path("valueFrom").asText());
  }

  /**
   * Parses {@code arn:aws:secretsmanager:R:A:secret:NAME:JSON-KEY:STAGE:VERSION}, or the ARN or
   * name of a parameter. Source: ECS developer guide, "Pass Secrets Manager secrets".
   */
  private static Named named(String variable, String from) {
    if (!Arn.isMeant(from)) {
      return new Named(variable, from, Optional.empty(), Optional.empty());
    }
    String[] parts = from.split(":", -1);
    if (from.contains(":secretsmanager:") && parts.length >= 7) {
      String arn = String.join(":", List.of(parts).subList(0, 7));
      var key = parts.length > 7 ? Optional.of(parts[7]) : Optional.<String>empty();
      return new Named(variable, arn, Optional.of(arn), key.filter(k -> !k.isEmpty()));
    }
    String name = from.substring(from.indexOf(":parameter") + ":parameter".length());
    // The ARN of a name without a path has a slash that is not part of the name.
    String id = name.lastIndexOf('/') == 0 ? name.substring(1) : name;
    return new Named(variable, id, Optional.of(from), Optional.empty());
  }
}
