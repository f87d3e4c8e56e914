package io.github.xacct.migrate;

import java.util.ArrayList;
import java.util.List;

/** Builds the change of an environment's configuration and stack parameters. */
final class PomChange {
  private final Migration migration;
  private final Move move;

  PomChange(Migration migration) {
    this.migration = migration;
    this.move = migration.move();
  }

  /** Returns the change as XML for the pom. */
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
    MoveJson.stream(deployment.path("lifecycleHooks"))
        .filter(hook -> hook.path("targetType").asText().equals("PAUSE"))
        .forEach(
            pause ->
                parameters.add(
                    element(
                        "ReadyWaitMinutes",
                        pause.path("timeoutConfiguration").path("timeoutInMinutes").asText())));
    var hooks =
        MoveJson.stream(deployment.path("lifecycleHooks"))
            .filter(hook -> hook.hasNonNull("hookTargetArn"))
            .map(
                hook ->
                    hook.path("lifecycleStages").path(0).asText()
                        + "="
                        + hook.path("hookTargetArn").asText().replaceFirst("^.*:function:", ""))
            .toList();
    if (!hooks.isEmpty()) {
      parameters.add("<!-- in place of <hooks>; these functions must answer ECS -->");
      parameters.add(element("LifecycleHooks", String.join(",", hooks)));
    }
    return parameters;
  }

  private static String element(String name, String text) {
    return "<" + name + ">" + text + "</" + name + ">";
  }
}
