package io.github.xacct.goal.configuration;

import io.github.xacct.model.AwsName;
import io.github.xacct.model.Spelling;
import java.util.List;
import java.util.Optional;

/**
 * Validates names of CodeDeploy deployment configurations, predefined ones and an account's own.
 */
final class DeploymentConfigurations {
  private static final String PREFIX = "CodeDeployDefault.";

  /** All predefined ones for ECS; those for EC2 and Lambda have similar names. */
  private static final List<String> PREDEFINED =
      List.of(
          "CodeDeployDefault.ECSAllAtOnce",
          "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
          "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
          "CodeDeployDefault.ECSCanary10Percent5Minutes",
          "CodeDeployDefault.ECSCanary10Percent15Minutes");

  private DeploymentConfigurations() {}

  /**
   * Returns the name if it is valid.
   *
   * @throws IllegalArgumentException if there cannot be such a configuration
   */
  static String check(String name) {
    if (name.startsWith(PREFIX) && !PREDEFINED.contains(name)) {
      throw new IllegalArgumentException(
          "CodeDeploy has no '%s' for ECS: write one of %s, or the name of your own"
              .formatted(name, String.join(", ", PREDEFINED)));
    }
    return AwsName.DEPLOYMENT_CONFIGURATION.check(name);
  }

  /** Returns the doubt about a name that resembles a predefined one; empty if there is none. */
  static Optional<String> doubt(String name) {
    if (PREDEFINED.contains(name)) {
      return Optional.empty();
    }
    return Spelling.nearest(name, PREDEFINED)
        .or(() -> withoutPrefix(name))
        .map(
            near ->
                "'%s' is taken for a deployment configuration of the account's own: did you mean %s?"
                    .formatted(name, near));
  }

  private static Optional<String> withoutPrefix(String name) {
    return Spelling.nearest(
            name, PREDEFINED.stream().map(each -> each.substring(PREFIX.length())).toList())
        .map(PREFIX::concat);
  }
}
