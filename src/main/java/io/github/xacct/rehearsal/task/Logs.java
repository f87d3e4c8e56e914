package io.github.xacct.rehearsal.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.AwsError;
import io.github.xacct.rehearsal.wire.Call;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The API of CloudWatch Logs, as far as reading the output of the awslogs driver; a stream's name
 * is {@code prefix/container/task}. Source: CloudWatch Logs API reference.
 */
public final class Logs implements Service {
  private static final int PAGE = 10_000;

  /** A log group of an account and region. */
  private record Group(AccountRegion place, String name) {}

  private final Path folder;
  private final ResourceStore store;
  private final Instant started = Instant.now();
  private final Map<Group, Map<String, TaskLog>> groups = new ConcurrentHashMap<>();

  public Logs(Path stateFolder, ResourceStore store) throws IOException {
    this.store = store;
    folder = stateFolder.resolve("logs");
    LayerUnpacker.delete(folder);
  }

  /** Opens the log of a container before its start. */
  public TaskLog open(AccountRegion place, JsonNode container, String taskId, String environment)
      throws IOException {
    String name = container.path("name").asText();
    TaskLog log = new TaskLog(folder.resolve(environment).resolve(name + "-" + taskId + ".log"));
    JsonNode options = container.at("/logConfiguration/options");
    if (container.at("/logConfiguration/logDriver").asText().equals("awslogs")) {
      String prefix = options.path("awslogs-stream-prefix").asText("ecs");
      Group group = new Group(place, options.path("awslogs-group").asText());
      groups
          .computeIfAbsent(group, g -> new ConcurrentSkipListMap<>())
          .put(prefix + "/" + name + "/" + taskId, log);
    }
    return log;
  }

  /**
   * Opens a stream of a function's log group, which is created if it does not exist, as by Lambda.
   */
  public TaskLog open(AccountRegion place, String group, String stream) throws IOException {
    TaskLog log =
        new TaskLog(folder.resolve("lambda").resolve(stream.replaceAll("[^A-Za-z0-9]+", "-")));
    if (!store.has(place, ResourceTypeNames.LOG_GROUP, group)) {
      store.put(
          place, ResourceTypeNames.LOG_GROUP, group, Json.object().put("LogGroupName", group));
    }
    groups
        .computeIfAbsent(new Group(place, group), g -> new ConcurrentSkipListMap<>())
        .put(stream, log);
    return log;
  }

  @Override
  public String signingName() {
    return "logs";
  }

  @Override
  public ObjectNode answer(Call call) {
    return switch (call.operation()) {
      case "GetLogEvents" -> getLogEvents(call);
      case "FilterLogEvents" -> filterLogEvents(call);
      case "DescribeLogStreams" -> describeLogStreams(call);
      case "DescribeLogGroups" -> describeLogGroups(call);
      default -> throw new UnsupportedOperationException(call.operation());
    };
  }

  private Map<String, TaskLog> group(Call call) {
    String name = call.text("logGroupName");
    if (name.isEmpty()) {
      name = call.text("logGroupIdentifier").replaceFirst("^arn:.*:log-group:", "");
    }
    Map<String, TaskLog> streams = groups.getOrDefault(new Group(call.place(), name), Map.of());
    if (!store.has(call.place(), ResourceTypeNames.LOG_GROUP, name)) {
      throw AwsError.badRequest(
          "ResourceNotFoundException", "The specified log group does not exist.");
    }
    return streams;
  }

  private ObjectNode getLogEvents(Call call) {
    TaskLog log = group(call).get(call.text("logStreamName"));
    if (log == null) {
      throw AwsError.badRequest(
          "ResourceNotFoundException", "The specified log stream does not exist.");
    }
    List<TaskLog.Line> lines = between(call, log.lines());
    int limit = call.input().path("limit").asInt(PAGE);
    String token = call.text("nextToken");
    boolean fromHead = call.input().path("startFromHead").asBoolean(false) || !token.isEmpty();
    int tail = Math.max(0, lines.size() - limit);
    int from = token.isEmpty() ? (fromHead ? 0 : tail) : start(token, lines.size());
    int to = token.startsWith("b/") ? start(token, lines.size()) : from + limit;
    from = token.startsWith("b/") ? Math.max(0, to - limit) : from;
    to = Math.min(to, lines.size());
    ObjectNode answer = Json.object();
    ArrayNode events = answer.putArray("events");
    lines.subList(from, to).forEach(line -> events.add(event(line)));
    answer.put("nextForwardToken", "f/" + to);
    answer.put("nextBackwardToken", "b/" + from);
    return answer;
  }

  private static int start(String token, int size) {
    try {
      return Math.min(size, Integer.parseInt(token.substring(2)));
    } catch (RuntimeException e) {
      throw AwsError.badRequest("InvalidParameterException", "The specified nextToken is invalid.");
    }
  }

  private ObjectNode filterLogEvents(Call call) {
    List<String> names = Json.textsOf(call.input().path("logStreamNames"));
    String prefix = call.text("logStreamNamePrefix");
    // Of filter patterns only plain terms are supported: each must occur in the line.
    List<String> terms =
        List.of(call.text("filterPattern").replace("\"", "").trim().split("\\s+", -1));
    List<ObjectNode> events = new ArrayList<>();
    group(call)
        .forEach(
            (stream, log) -> {
              boolean wanted = names.isEmpty() || names.contains(stream);
              if (wanted && stream.startsWith(prefix)) {
                between(call, log.lines()).stream()
                    .filter(line -> terms.stream().allMatch(line.text()::contains))
                    .map(Logs::event)
                    .map(e -> e.put("logStreamName", stream))
                    .forEach(events::add);
              }
            });
    events.sort(Comparator.comparingLong(e -> e.path("timestamp").asLong()));
    int limit = Math.min(call.input().path("limit").asInt(PAGE), events.size());
    ObjectNode answer = Json.object();
    answer.set("events", Json.objects(events.subList(0, limit)));
    answer.putArray("searchedLogStreams");
    return answer;
  }

  private static List<TaskLog.Line> between(Call call, List<TaskLog.Line> lines) {
    long start = call.input().path("startTime").asLong(0);
    long end = call.input().path("endTime").asLong(Long.MAX_VALUE);
    return lines.stream()
        .filter(l -> l.at().toEpochMilli() >= start && l.at().toEpochMilli() < end)
        .toList();
  }

  private static ObjectNode event(TaskLog.Line line) {
    return Json.object()
        .put("timestamp", line.at().toEpochMilli())
        .put("message", line.text())
        .put("ingestionTime", line.at().toEpochMilli());
  }

  private ObjectNode describeLogStreams(Call call) {
    AccountRegion place = call.place();
    String group = call.text("logGroupName");
    ObjectNode answer = Json.object();
    ArrayNode streams = answer.putArray("logStreams");
    group(call)
        .forEach(
            (name, log) -> {
              if (name.startsWith(call.text("logStreamNamePrefix"))) {
                streams.add(stream(place, group, name, log.lines()));
              }
            });
    return answer;
  }

  private ObjectNode describeLogGroups(Call call) {
    String prefix = call.text("logGroupNamePrefix");
    String pattern = call.text("logGroupNamePattern");
    List<Resource> all =
        store.resources(call.place(), ResourceTypeNames.LOG_GROUP).stream()
            .filter(g -> g.id().startsWith(prefix) && g.id().contains(pattern))
            .toList();
    ObjectNode answer = Json.object();
    ArrayNode found = answer.putArray("logGroups");
    int limit = call.input().path("limit").asInt(50);
    int from =
        call.text("nextToken").isEmpty() ? 0 : start("f/" + call.text("nextToken"), all.size());
    int to = Math.min(all.size(), from + limit);
    all.subList(from, to).forEach(group -> found.add(logGroup(group)));
    if (to < all.size()) {
      answer.put("nextToken", String.valueOf(to));
    }
    return answer;
  }

  private ObjectNode logGroup(Resource group) {
    ObjectNode node = Json.object().put("logGroupName", group.id());
    String arn = group.place().arn("logs", "log-group:" + group.id());
    node.put("creationTime", started.toEpochMilli()).put("metricFilterCount", 0);
    node.put("arn", arn + ":*").put("logGroupArn", arn).put("storedBytes", 0);
    if (group.properties().hasNonNull("RetentionInDays")) {
      node.put("retentionInDays", group.properties().path("RetentionInDays").asInt());
    }
    return node.put("logGroupClass", "STANDARD");
  }

  private static ObjectNode stream(
      AccountRegion place, String group, String name, List<TaskLog.Line> lines) {
    ObjectNode stream = Json.object().put("logStreamName", name);
    stream.put("arn", place.arn("logs", "log-group:" + group + ":log-stream:" + name));
    if (!lines.isEmpty()) {
      Instant first = lines.get(0).at();
      Instant last = lines.get(lines.size() - 1).at();
      stream.put("creationTime", first.toEpochMilli());
      stream.put("firstEventTimestamp", first.toEpochMilli());
      stream.put("lastEventTimestamp", last.toEpochMilli());
      stream.put("lastIngestionTime", last.toEpochMilli());
    }
    return stream.put("storedBytes", 0);
  }
}
