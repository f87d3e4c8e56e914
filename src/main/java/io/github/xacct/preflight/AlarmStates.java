package io.github.xacct.preflight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the states of CloudWatch alarms. */
final class AlarmStates {
  private AlarmStates() {}

  /** Adds evidence and advice to a verdict about an alarm in state ALARM. */
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

  /** The states by alarm name, without alarms that do not exist. */
  static Map<String, String> of(SetUp setUp, List<String> names) {
    Map<String, String> states = new HashMap<>();
    setUp
        .facts
        .find(
            Question.target("cloudwatch:DescribeAlarms")
                .with("AlarmNames", names)
                // Composite alarms are returned only if their type is requested.
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
