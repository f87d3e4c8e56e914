package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Translates alarms and automatic rollback of a deployment group to ECS. */
final class SafetyTranslation {
  private final JsonNode group;
  private final List<String> events;
  private final List<String> absentAlarms;

  SafetyTranslation(JsonNode group, List<String> absentAlarms) {
    this.group = group;
    this.absentAlarms = absentAlarms;
    JsonNode rollback = group.path("autoRollbackConfiguration");
    this.events =
        rollback.path("enabled").asBoolean()
            ? MoveJson.stream(rollback.path("events")).map(JsonNode::asText).toList()
            : List.of();
  }

  List<Translated> into(ObjectNode deployment) {
    var lines = new ArrayList<Translated>();
    alarms(deployment, lines);
    failures(deployment, lines);
    if (events.contains("DEPLOYMENT_STOP_ON_REQUEST")) {
      lines.add(
          Translated.of(
              "rollback on DEPLOYMENT_STOP_ON_REQUEST",
              "StopDeployment rolls back",
              "StopServiceDeployment with ROLLBACK always rolls back"));
    }
    return lines;
  }

  private void alarms(ObjectNode deployment, List<Translated> lines) {
    JsonNode alarms = group.path("alarmConfiguration");
    var all = MoveJson.texts(alarms.path("alarms"), "name");
    if (all.isEmpty() || !alarms.path("enabled").asBoolean()) {
      return;
    }
    for (String absent : absentAlarms) {
      lines.add(
          Translated.of("alarm " + absent, "named by the deployment group", "left out")
              .losing("there is no such alarm in this region"));
    }
    var names = all.stream().filter(name -> !absentAlarms.contains(name)).toList();
    if (names.isEmpty()) {
      return;
    }
    boolean back = events.contains("DEPLOYMENT_STOP_ON_ALARM");
    ObjectNode translated = deployment.putObject("alarms");
    var list = translated.putArray("alarmNames");
    names.forEach(list::add);
    translated.put("enable", true).put("rollback", back);
    String loss =
        "an alarm that is in ALARM when a deployment begins is ignored for that deployment"
            + (alarms.path("ignorePollAlarmFailure").asBoolean()
                ? "; ignorePollAlarmFailure has no counterpart"
                : "");
    lines.add(
        Translated.of(
                "alarms",
                String.join(", ", names) + " of the deployment group",
                "deploymentConfiguration.alarms, " + (back ? "with" : "without") + " rollback")
            .losing(loss));
  }

  private void failures(ObjectNode deployment, List<Translated> lines) {
    boolean back = events.contains("DEPLOYMENT_FAILURE");
    deployment.putObject("deploymentCircuitBreaker").put("enable", back).put("rollback", back);
    lines.add(
        back
            ? Translated.of(
                    "rollback on DEPLOYMENT_FAILURE",
                    "after 60 minutes without healthy tasks, or a failed hook",
                    "deployment circuit breaker with rollback; a failed hook always rolls back")
                .losing(
                    "AWS's pages disagree whether the circuit breaker works with CANARY and LINEAR")
            : Translated.of(
                    "no rollback on DEPLOYMENT_FAILURE",
                    "a failed deployment stays where it is",
                    "no circuit breaker")
                .losing("a failed hook rolls back all the same; a crash loop ends after 24 hours"));
  }
}
