package io.github.xacct.goal.configuration;

import io.github.xacct.model.AwsName;
import io.github.xacct.model.Spelling;
import java.util.List;
import java.util.Optional;

/** Names of CodeDeploy's deployment configurations: the predefined ones and those of an account. */
final class DeploymentConfigurations {
  private static final String PREFIX = "CodeDeployDefault.";

  /** CodeDeploy has no others for ECS; those for servers and Lambda have names like them. */
  private static final List<String> PREDEFINED =
      List.of(
          "CodeDeployDefault.ECSAllAtOnce",
          "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
          "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
          "CodeDeployDefault.ECSCanary10Percent5Minutes",
          "CodeDeployDefault.ECSCanary10Percent15Minutes");

  private DeploymentConfigurations() {}

  /**
   * The name itself, if there may be such a configuration.
   *
   * @throws IllegalArgumentException if there cannot be
   */
  static String check(String name) {
    if (name.startsWith(PREFIX) && !PREDEFINED.contains(name)) {
      throw new IllegalArgumentException(
          "CodeDeploy has no '%s' for ECS: write one of %s, or the name of your own"
              .formatted(name, String.join(", ", PREDEFINED)));
    }
    return AwsName.DEPLOYMENT_CONFIGURATION.check(name);
  }

  /** What is reported of a name that may be one of the account's own. */
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
