package io.github.xacct.rehearsal.readonly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.QueryFields;
import java.time.Instant;
import java.util.Optional;

/**
 * Simulates GetMetricData for requests to the rehearsed load balancers. Any other metric has no
 * values. The result is one value for the whole time range, whatever the period, because a
 * rehearsal's minutes are shorter. Source: CloudWatch API reference.
 */
final class MetricData {
  private final CloudWatch.Source source;

  MetricData(CloudWatch.Source source) {
    this.source = source;
  }

  ObjectNode answer(Call call) {
    Instant from = Instant.parse(call.text("StartTime"));
    Instant to = Instant.parse(call.text("EndTime"));
    ObjectNode answer = Json.object();
    ArrayNode results = answer.putArray("MetricDataResults");
    for (JsonNode query : QueryFields.tree(call, "MetricDataQueries")) {
      ObjectNode result = results.addObject().put("Id", query.path("Id").asText());
      result.put("Label", query.path("Id").asText()).put("StatusCode", "Complete");
      ArrayNode timestamps = result.putArray("Timestamps");
      ArrayNode values = result.putArray("Values");
      value(call.place(), query.at("/MetricStat/Metric"), from, to)
          .ifPresent(
              value -> {
                timestamps.add(from.toString());
                values.add(value);
              });
    }
    return answer;
  }

  private Optional<Double> value(AccountRegion place, JsonNode metric, Instant from, Instant to) {
    if (!metric.path("Namespace").asText().equals("AWS/ApplicationELB")) {
      return Optional.empty();
    }
    for (JsonNode dimension : metric.path("Dimensions")) {
      if (dimension.path("Name").asText().equals("TargetGroup")) {
        String group = dimension.path("Value").asText();
        return source.value(place, group, metric.path("MetricName").asText(), from, to);
      }
    }
    return Optional.empty();
  }
}
