package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.Environment;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the deployments in flight and, if CodeDeploy deploys the service, its deployment group,
 * deployment configuration and alarms.
 */
final class CodeDeployReader {
  private final AccountReads reads;
  private final Environment environment;
  private final ObjectNode json;

  CodeDeployReader(AccountReads reads, Environment environment) {
    this.reads = reads;
    this.environment = environment;
    this.json = reads.json();
  }

  void read() {
    var inFlight = json.putArray("inFlight");
    if (reads.found().ofCodeDeploy()) {
      var group =
          reads.read(MoveRequest.group(environment.application(), environment.deploymentGroup()));
      group.ifPresent(
          answer -> {
            json.set("group", answer.path("deploymentGroupInfo"));
            reads
                .read(
                    MoveRequest.inFlight(environment.application(), environment.deploymentGroup()))
                .ifPresent(list -> list.path("deployments").forEach(inFlight::add));
            configuration(configurationName(reads.found(), environment));
            alarms(answer.path("deploymentGroupInfo"));
          });
    } else {
      MoveJson.stream(json.path("service").path("deployments"))
          .filter(d -> d.path("rolloutState").asText().equals("IN_PROGRESS"))
          .forEach(d -> inFlight.add(d.path("id")));
    }
  }

  /**
   * Returns the deployment configuration: the environment's, else the group's, else the default.
   */
  static String configurationName(Found found, Environment environment) {
    return environment
        .deploymentConfiguration()
        .or(() -> found.group().map(g -> g.path("deploymentConfigName").asText()))
        .filter(name -> !name.isEmpty())
        .orElse("CodeDeployDefault.ECSAllAtOnce");
  }

  private void configuration(String name) {
    if (!name.startsWith("CodeDeployDefault.")) {
      reads
          .perhaps(
              MoveRequest.to(MoveRequest.CODE_DEPLOY, "GetDeploymentConfig")
                  .with("deploymentConfigName", name))
          .ifPresent(answer -> json.set("configuration", answer.path("deploymentConfigInfo")));
    }
  }

  /** Reads the group's alarms; ECS ignores one that is in ALARM when a deployment begins. */
  private void alarms(JsonNode group) {
    var names = MoveJson.texts(group.path("alarmConfiguration").path("alarms"), "name");
    if (names.isEmpty()) {
      return;
    }
    var ringing = json.putArray("ringing");
    var request =
        MoveRequest.to("cloudwatch", "DescribeAlarms")
            .with("AlarmNames", names)
            .with("AlarmTypes", List.of("CompositeAlarm", "MetricAlarm"));
    reads
        .perhaps(request)
        .ifPresent(
            answer -> {
              var there =
                  Stream.concat(
                          MoveJson.stream(answer.path("MetricAlarms")),
                          MoveJson.stream(answer.path("CompositeAlarms")))
                      .toList();
              there.stream()
                  .filter(alarm -> alarm.path("StateValue").asText().equals("ALARM"))
                  .forEach(alarm -> ringing.add(alarm.path("AlarmName")));
              var absent = json.putArray("absentAlarms");
              var present = there.stream().map(a -> a.path("AlarmName").asText()).toList();
              names.stream().filter(name -> !present.contains(name)).forEach(absent::add);
            });
  }
}
