package io.github.xacct.revision;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.Arn;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Determines which values of a task definition are not logged because name or value look like a
 * secret. References to secrets (the {@code secrets} of a container) are not secrets.
 */
final class SecretRedaction {

  private static final List<String> SECRET_WORDS =
      List.of("PASS", "PWD", "SECRET", "TOKEN", "KEY", "CREDENTIAL");

  /** A password in a URL, or one passed as an option such as {@code --db.password=x}. */
  private static final Pattern SECRET_TEXT =
      Pattern.compile(
          "://[^/@\\s]*:[^/@\\s]+@"
              + "|(?i)(passw|pwd|secret|token|credential|api-?_?key)[\\w.-]*\"?\\s*[=:,\\s]\\s*\\S");

  private SecretRedaction() {}

  /**
   * Whether a value must be hidden.
   *
   * @param name that the user has given the value, such as that of an environment variable; may be
   *     empty
   */
  static boolean hides(String name, JsonNode value) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (SECRET_WORDS.stream().anyMatch(upper::contains)) {
      return true;
    }
    String text = value.isValueNode() ? value.asText() : value.toString();
    return !Arn.isMeant(text) && SECRET_TEXT.matcher(text).find();
  }
}
