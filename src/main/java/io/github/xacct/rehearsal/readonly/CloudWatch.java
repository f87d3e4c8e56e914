package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import io.github.xacct.rehearsal.wire.Service;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The API of CloudWatch, as far as describing alarms and reading request metrics of load balancers:
 * the property {@code @StateValue} in the resource store is the state of an alarm. Source:
 * CloudWatch API reference, DescribeAlarms.
 */
public final class CloudWatch implements Service {
  /** The members that have the same name in a template and the API. */
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

  private final ResourceStore store;
  private final MetricData metrics;
  private final String started = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();

  /**
   * Creates the service for a resource store.
   *
   * @param source of a target group's metrics
   */
  public CloudWatch(ResourceStore store, Source source) {
    this.store = store;
    this.metrics = new MetricData(source);
  }

  /** Returns metrics of a target group. */
  public interface Source {
    /**
     * Returns the value of a metric for a period; empty if there is no data.
     *
     * @param targetGroup {@code targetgroup/NAME/ID}
     */
    Optional<Double> value(
        AccountRegion place, String targetGroup, String metric, Instant from, Instant to);
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
    return switch (call.operation()) {
      case "DescribeAlarms" -> describeAlarms(call);
      case "GetMetricData" -> metrics.answer(call);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  private ObjectNode describeAlarms(Call call) {
    List<String> types = QueryFields.texts(call, "AlarmTypes");
    ObjectNode answer = Json.object();
    if (types.isEmpty() || types.contains("MetricAlarm")) {
      answer.set("MetricAlarms", Json.list(alarms(call, ResourceTypeNames.ALARM), this::alarm));
    }
    // "If you omit this parameter, only metric alarms are returned"
    if (types.contains("CompositeAlarm")) {
      answer.set(
          "CompositeAlarms",
          Json.list(alarms(call, ResourceTypeNames.COMPOSITE_ALARM), this::alarm));
    }
    return answer;
  }

  private List<Resource> alarms(Call call, String type) {
    List<String> names = QueryFields.texts(call, "AlarmNames");
    String prefix = call.text("AlarmNamePrefix");
    String state = call.text("StateValue");
    return store.resources(call.place(), type).stream()
        .filter(a -> names.isEmpty() || names.contains(a.id()))
        .filter(a -> a.id().startsWith(prefix))
        .filter(a -> state.isEmpty() || state(a).equals(state))
        .toList();
  }

  static String state(Resource alarm) {
    return alarm.properties().path("@StateValue").asText("OK");
  }

  private ObjectNode alarm(Resource resource) {
    ObjectNode alarm = resource.properties();
    return Json.object()
        .put("AlarmName", resource.id())
        .put("AlarmArn", resource.place().arn("cloudwatch", "alarm:" + resource.id()))
        .put("ActionsEnabled", alarm.path("ActionsEnabled").asText("true"))
        .put("StateValue", state(resource))
        .put("StateUpdatedTimestamp", started)
        .setAll(alarm.retain(SAME));
  }
}
