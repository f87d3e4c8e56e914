package io.github.xacct.preflight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How alarms stand, as CloudWatch describes them. */
final class AlarmStates {
  private AlarmStates() {}

  /** What to do about one that is in ALARM, added to the verdict that it leads to. */
  static CheckVerdict untilOk(CheckVerdict verdict, SetUp setUp, String name) {
    return verdict
        .evidence("CloudWatch: StateValue ALARM")
        .fix(
            "aws cloudwatch describe-alarm-history --alarm-name "
                + name
                + " --region "
                + setUp.environment.region(),
            "and deploy when it is OK.");
  }

  /** By name; those that do not exist are left out. */
  static Map<String, String> of(SetUp setUp, List<String> names) {
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
