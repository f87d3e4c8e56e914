package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds environment variables of a task definition that look like secrets in plain text, which
 * anyone with access to the task definition or its file can read.
 *
 * <p>Stricter than {@link SecretRedaction}, which hides when in doubt: here the name must end in a
 * word for a secret, or the value must look like a secret.
 */
public final class PlainSecrets {
  private static final Set<String> WORDS =
      Set.of(
          "password",
          "passwd",
          "pwd",
          "pass",
          "passphrase",
          "secret",
          "token",
          "credential",
          "credentials",
          "apikey");

  /** Words that, before KEY, indicate a secret. */
  private static final Set<String> KEYS =
      Set.of("api", "access", "private", "secret", "signing", "encryption", "master", "account");

  private static final Pattern SECRET_VALUE =
      Pattern.compile(
          "://[^/@\\s]*:[^/@\\s]+@|\\b(AKIA|ASIA)[A-Z2-7]{16}\\b|-----BEGIN [A-Z ]*KEY");

  /** Values that are not secrets: references, booleans and file names. */
  private static final Pattern NO_SECRET = Pattern.compile("|true|false|arn:.*|/.*|https?://[^@]*");

  private PlainSecrets() {}

  /** The paths of such variables, as {@code containerDefinitions[app].environment[DB_PASSWORD]}. */
  public static List<String> in(TaskDefinition taskDefinition) {
    var places = new ArrayList<String>();
    for (JsonNode container : taskDefinition.containers().toList()) {
      for (JsonNode variable : container.path("environment")) {
        String name = variable.path("name").asText();
        if (isSecret(name, variable.path("value").asText())) {
          places.add(
              "containerDefinitions[%s].environment[%s]"
                  .formatted(container.path("name").asText(), name));
        }
      }
    }
    return List.copyOf(places);
  }

  static boolean isSecret(String name, String value) {
    if (SECRET_VALUE.matcher(value).find()) {
      return true;
    }
    String[] words =
        name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT).split("[^a-z0-9]+");
    if (words.length == 0 || NO_SECRET.matcher(value.trim()).matches()) {
      return false;
    }
    String last = words[words.length - 1];
    return WORDS.contains(last)
        || (last.equals("key") && words.length > 1 && KEYS.contains(words[words.length - 2]));
  }
}
