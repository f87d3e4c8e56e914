package io.github.xacct.preflight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the alarms that watch the deployments of a group are there and silent: one that rings
 * stops each deployment at once; one that is gone cannot be asked.
 */
final class GroupAlarms {
  private final SetUp setUp;

  GroupAlarms(SetUp setUp) {
    this.setUp = setUp;
  }

  /**
   * The worst of them.
   *
   * @param update the command that changes the group
   */
  CheckVerdict verdict(String update) {
    var configuration = setUp.needGroup().path("alarmConfiguration");
    var names =
        JsonLists.stream(configuration.path("alarms")).map(a -> a.path("name").asText()).toList();
    if (!configuration.path("enabled").asBoolean() || names.isEmpty()) {
      return CheckVerdict.ok("none watched");
    }
    var states = states(names);
    for (String name : names) {
      String state = states.get(name);
      if (state == null && !configuration.path("ignorePollAlarmFailure").asBoolean()) {
        return CheckVerdict.fail("Alarm " + name + " of the deployment group does not exist.")
            .evidence("Found: " + Snippets.listOrNone(List.copyOf(states.keySet())))
            .fix("create it, or remove it from the group:")
            .fix(update + " --alarm-configuration enabled=false");
      }
      if ("ALARM".equals(state)) {
        return CheckVerdict.fail(
                "Alarm " + name + " is in ALARM: CodeDeploy would stop each deployment at once.")
            .evidence("CloudWatch: StateValue ALARM")
            .fix(
                "aws cloudwatch describe-alarm-history --alarm-name "
                    + name
                    + " --region "
                    + setUp.environment.region(),
                "and deploy when it is OK.");
      }
    }
    return CheckVerdict.ok(names.size() + " watched, none in ALARM");
  }

  private Map<String, String> states(List<String> names) {
    Map<String, String> states = new HashMap<>();
    setUp
        .facts
        .find(
            Question.target("cloudwatch:DescribeAlarms")
                .with("AlarmNames", names)
                // Composite alarms are reported only to who asks for their type.
                .with("AlarmTypes", List.of("MetricAlarm", "CompositeAlarm")))
        .ifPresent(
            answer -> {
              for (String kind : List.of("MetricAlarms", "CompositeAlarms")) {
                answer
                    .path(kind)
                    .forEach(
                        a ->
                            states.put(
                                a.path("AlarmName").asText(), a.path("StateValue").asText()));
              }
            });
    return states;
  }
}
