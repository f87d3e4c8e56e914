package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.rehearsal.Estate.Thing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * CloudWatch, as far as reading alarms: nothing is measured, an alarm is in the state that the
 * estate's {@code @StateValue} says. Source: CloudWatch API reference, DescribeAlarms.
 */
final class CloudWatch implements Service {
  private final Estate estate;
  private final String started = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();

  CloudWatch(Estate estate) {
    this.estate = estate;
  }

  @Override
  public String signingName() {
    return "monitoring";
  }

  @Override
  public Protocol protocol() {
    return Protocol.QUERY;
  }

  @Override
  public String xmlNamespace() {
    return "http://monitoring.amazonaws.com/doc/2010-08-01/";
  }

  @Override
  public String answer(Call call) {
    if (!call.operation().equals("DescribeAlarms")) {
      throw new UnsupportedOperationException(call.operation());
    }
    List<String> types = Elbv2.members(call, "AlarmTypes");
    Elbv2Xml xml = new Elbv2Xml(call, xmlNamespace());
    if (types.isEmpty() || types.contains("MetricAlarm")) {
      xml.list("MetricAlarms", alarms(call, Type.ALARM), alarm -> alarm(xml, alarm));
    }
    // "If you omit this parameter, only metric alarms are returned"
    if (types.contains("CompositeAlarm")) {
      xml.list("CompositeAlarms", alarms(call, Type.COMPOSITE_ALARM), alarm -> alarm(xml, alarm));
    }
    return xml.document();
  }

  private List<Thing> alarms(Call call, String type) {
    List<String> names = Elbv2.members(call, "AlarmNames");
    String prefix = call.text("AlarmNamePrefix");
    String state = call.text("StateValue");
    return estate.things(Place.of(call), type).stream()
        .filter(a -> names.isEmpty() || names.contains(a.id()))
        .filter(a -> a.id().startsWith(prefix))
        .filter(a -> state.isEmpty() || state(a).equals(state))
        .toList();
  }

  static String state(Thing alarm) {
    return alarm.properties().path("@StateValue").asText("OK");
  }

  private void alarm(Elbv2Xml xml, Thing thing) {
    JsonNode alarm = thing.properties();
    xml.text("AlarmName", thing.id());
    xml.text("AlarmArn", thing.place().arn("cloudwatch", "alarm:" + thing.id()));
    xml.text("ActionsEnabled", alarm.path("ActionsEnabled").asText("true"));
    xml.text("StateValue", state(thing));
    xml.text("StateUpdatedTimestamp", started);
    for (String same :
        List.of(
            "MetricName",
            "Namespace",
            "Statistic",
            "Period",
            "EvaluationPeriods",
            "Threshold",
            "ComparisonOperator",
            "TreatMissingData")) {
      if (alarm.hasNonNull(same)) {
        xml.text(same, alarm.path(same).asText());
      }
    }
  }
}
