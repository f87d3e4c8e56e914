package io.github.xacct.rehearsal.readonly;

import io.github.xacct.rehearsal.plan.Type;
import io.github.xacct.rehearsal.state.Estate;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Nodes;
import io.github.xacct.rehearsal.wire.QueryFields;
import io.github.xacct.rehearsal.wire.Service;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.state.Estate.Thing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * CloudWatch, as far as reading alarms: nothing is measured, an alarm is in the state that the
 * estate's {@code @StateValue} says. Source: CloudWatch API reference, DescribeAlarms.
 */
public final class CloudWatch implements Service {
  /** What a template and the API call the same. */
  private static final List<String> SAME =
      List.of(
          "MetricName",
          "Namespace",
          "Statistic",
          "Period",
          "EvaluationPeriods",
          "Threshold",
          "ComparisonOperator",
          "TreatMissingData");

  private final Estate estate;
  private final String started = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();

  public CloudWatch(Estate estate) {
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
  public ObjectNode answer(Call call) {
    if (!call.operation().equals("DescribeAlarms")) {
      throw new UnsupportedOperationException(call.operation());
    }
    List<String> types = QueryFields.texts(call, "AlarmTypes");
    ObjectNode answer = Nodes.object();
    if (types.isEmpty() || types.contains("MetricAlarm")) {
      answer.set("MetricAlarms", Nodes.list(alarms(call, Type.ALARM), this::alarm));
    }
    // "If you omit this parameter, only metric alarms are returned"
    if (types.contains("CompositeAlarm")) {
      answer.set("CompositeAlarms", Nodes.list(alarms(call, Type.COMPOSITE_ALARM), this::alarm));
    }
    return answer;
  }

  private List<Thing> alarms(Call call, String type) {
    List<String> names = QueryFields.texts(call, "AlarmNames");
    String prefix = call.text("AlarmNamePrefix");
    String state = call.text("StateValue");
    return estate.things(call.place(), type).stream()
        .filter(a -> names.isEmpty() || names.contains(a.id()))
        .filter(a -> a.id().startsWith(prefix))
        .filter(a -> state.isEmpty() || state(a).equals(state))
        .toList();
  }

  static String state(Thing alarm) {
    return alarm.properties().path("@StateValue").asText("OK");
  }

  private ObjectNode alarm(Thing thing) {
    ObjectNode alarm = thing.properties();
    return Nodes.object()
        .put("AlarmName", thing.id())
        .put("AlarmArn", thing.place().arn("cloudwatch", "alarm:" + thing.id()))
        .put("ActionsEnabled", alarm.path("ActionsEnabled").asText("true"))
        .put("StateValue", state(thing))
        .put("StateUpdatedTimestamp", started)
        .setAll(alarm.retain(SAME));
  }
}
