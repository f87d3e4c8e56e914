package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Arn;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which values of a task definition stay out of the log: those whose name or text smells of a
 * secret. References to secrets (the {@code secrets} of a container) are no secrets.
 */
final class SecretRedaction {

  private static final List<String> SMELLS =
      List.of("PASS", "PWD", "SECRET", "TOKEN", "KEY", "CREDENTIAL");

  /** A password in a URL, or one handed over in an option such as {@code --db.password=x}. */
  private static final Pattern SMELLING_TEXT =
      Pattern.compile(
          "://[^/@\\s]*:[^/@\\s]+@"
              + "|(?i)(passw|pwd|secret|token|credential|api-?_?key)[\\w.-]*\"?\\s*[=:,\\s]\\s*\\S");

  private SecretRedaction() {}

  /**
   * Whether a value must not be printed.
   *
   * @param name that the user gave it, such as an environment variable's; empty for none
   */
  static boolean hides(String name, JsonNode value) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (SMELLS.stream().anyMatch(upper::contains)) {
      return true;
    }
    String text = value.isValueNode() ? value.asText() : value.toString();
    return !Arn.isMeant(text) && SMELLING_TEXT.matcher(text).find();
  }
}
