package io.github.xacct.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What changes in an environment's configuration, and with it in its stacks' parameters. */
final class PomChange {
  private final Migration migration;
  private final Move move;

  PomChange(Migration migration) {
    this.migration = migration;
    this.move = migration.move();
  }

  /** XML for the pom. */
  String xml() {
    var lines = new ArrayList<String>();
    boolean back = move.wanted().way() == Way.BACK;
    lines.add("<environment>");
    lines.add("  <name>" + move.wanted().environment().name() + "</name>");
    if (!migration.service().equals(move.service())) {
      lines.add("  <service>" + migration.service() + "</service>");
    }
    if (back) {
      lines.add("  <deploymentGroup>" + migration.deploymentGroup() + "</deploymentGroup>");
    }
    lines.add("  <engine>" + (back ? "codedeploy" : "ecs") + "</engine>");
    var parameters = parameters();
    if (!parameters.isEmpty()) {
      lines.add("  <stackParameters>");
      parameters.forEach(parameter -> lines.add("    " + parameter));
      lines.add("  </stackParameters>");
    }
    lines.add("</environment>");
    return String.join("\n", lines) + "\n";
  }

  private List<String> parameters() {
    var parameters = new ArrayList<String>();
    var deployment = move.translation().deployment();
    if (move.found().ofCodeDeploy()) {
      parameters.add(
          element("TerminationWaitMinutes", deployment.path("bakeTimeInMinutes").asText()));
    }
    deployment
        .path("lifecycleHooks")
        .forEach(
            pause ->
                parameters.add(
                    element(
                        "ReadyWaitMinutes",
                        pause.path("timeoutConfiguration").path("timeoutInMinutes").asText())));
    var hooks = move.wanted().hooks();
    if (!hooks.isEmpty() && move.wanted().way() != Way.BACK) {
      parameters.add("<!-- in place of <hooks>, with new functions: -->");
      parameters.add(
          element(
              "LifecycleHooks",
              hooks.keySet().stream()
                  .sorted()
                  .map(hook -> HookTranslation.stage(hook) + "=NEW_FUNCTION")
                  .collect(Collectors.joining(","))));
    }
    return parameters;
  }

  private static String element(String name, String text) {
    return "<" + name + ">" + text + "</" + name + ">";
  }
}
