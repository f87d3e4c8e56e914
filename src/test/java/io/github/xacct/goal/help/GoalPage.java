package io.github.xacct.goal.help;

import io.github.xacct.goal.help.PluginFacts.Goal;
import io.github.xacct.goal.help.PluginFacts.Setting;
import java.util.stream.Collectors;

/** docs/goals/GOAL.md: what a goal does, its phase and its parameters. */
final class GoalPage {
  private GoalPage() {}

  static String text(Goal goal) {
    return """
        # %1$s

        %2$s

        ```sh
        mvn xacct:%1$s%3$s
        ```

        Default phase: %4$s. What it reads, writes and changes: [goals](../goals.md). Elements of the configuration: [reference](../configuration.md).

        | property | element | default | meaning |
        |---|---|---|---|
        %5$s

        Written by `ReferenceDocTest`; `mvn xacct:help -Dgoal=%1$s` prints the same.
        """
        .formatted(
            goal.name(),
            ReferencePage.cell(goal.description()),
            needsEnvironment(goal) ? " -Denv=test" : "",
            goal.phase().isEmpty() ? "none" : goal.phase(),
            goal.settings().stream().map(GoalPage::row).collect(Collectors.joining("\n")));
  }

  private static boolean needsEnvironment(Goal goal) {
    return !goal.name().matches("image|push-ecr|rehearsal|bootstrap|templates|drift|pipeline|help");
  }

  private static String row(Setting setting) {
    return "| %s | `%s` | %s | %s |"
        .formatted(
            setting.property().isEmpty() ? "" : "`" + setting.property() + "`",
            setting.element(),
            setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`",
            ReferencePage.cell(setting.description()));
  }
}
