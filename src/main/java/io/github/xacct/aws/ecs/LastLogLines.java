package io.github.xacct.aws.ecs;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.deploy.port.TaskObserver.ContainerEnd;
import io.github.xacct.event.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Reads the last log lines of a stopped container, by the awslogs options of its task definition.
 */
final class LastLogLines {
  private static final int LINES = 20;

  /** Enough lines to include the exception above a long stack trace. */
  private static final int LINES_READ = 200;

  /** After this many empty pages the stream counts as empty. */
  private static final int EMPTY_PAGES = 3;

  /** Maximum length of a printed line; a logged response may be a megabyte long. */
  private static final int LINE = 2000;

  private static final Pattern OF_A_STACK_TRACE =
      Pattern.compile("\\s+(at |\\.\\.\\. \\d+ ).*|\\s*(Caused by|Suppressed): .*", Pattern.DOTALL);

  private final AwsSession session;
  private final EcsClient ecs;
  private final Map<String, List<ContainerDefinition>> containers = new ConcurrentHashMap<>();
  private @Nullable CloudWatchLogsClient logs;

  LastLogLines(AwsSession session, EcsClient ecs) {
    this.session = session;
    this.ecs = ecs;
  }

  /** Returns the last lines, or a sentence why there are none; empty if no container ran. */
  List<String> of(Task task, String taskId) {
    try {
      var dead = dead(task).map(ContainerEnd::name);
      return dead.flatMap(name -> options(task, name).map(o -> read(o, name, taskId)))
          .or(() -> dead.map(name -> List.of("Container " + name + " writes to no log group.")))
          .orElse(List.of());
    } catch (SdkException e) {
      return List.of("Log lines cannot be read. " + AwsErrors.words(e));
    }
  }

  /** Returns the log stream of the stopped container; empty unless its task definition was read. */
  Optional<Event.LogStream> stream(Task task, String taskId) {
    return dead(task)
        .flatMap(
            dead ->
                containers.getOrDefault(task.taskDefinitionArn(), List.of()).stream()
                    .filter(c -> c.name().equals(dead.name()))
                    .map(ContainerDefinition::logConfiguration)
                    .filter(l -> l != null && l.logDriver() == LogDriver.AWSLOGS)
                    .flatMap(l -> stream(l.options(), dead.name(), taskId).stream())
                    .findFirst());
  }

  /** Returns the last lines; if they begin within a stack trace, those from its exception on. */
  private static List<String> whole(List<String> lines) {
    int from = Math.max(0, lines.size() - LINES);
    while (from > 0 && OF_A_STACK_TRACE.matcher(lines.get(from)).matches()) {
      from--;
    }
    return lines.subList(from, lines.size());
  }

  private static String cut(String line) {
    return line.length() <= LINE
        ? line
        : line.substring(0, LINE) + " ... (" + line.length() + " characters)";
  }

  /** Names the stream prefix/container/task. Source: ECS guide, awslogs-stream-prefix. */
  private static Optional<Event.LogStream> stream(
      Map<String, String> options, String container, String taskId) {
    String group = options.get("awslogs-group");
    String prefix = options.get("awslogs-stream-prefix");
    return group == null || prefix == null
        ? Optional.empty()
        : Optional.of(new Event.LogStream(group, prefix + "/" + container + "/" + taskId));
  }

  /** Returns the container that ended the task, of those that ran. */
  private static Optional<ContainerEnd> dead(Task task) {
    return ContainerEnd.first(
        task.containers().stream()
            .filter(c -> c.exitCode() != null)
            .map(EcsTaskObserver::end)
            .toList());
  }

  private Optional<Map<String, String>> options(Task task, String container) {
    return containers
        .computeIfAbsent(
            task.taskDefinitionArn(),
            arn ->
                ecs.describeTaskDefinition(r -> r.taskDefinition(arn))
                    .taskDefinition()
                    .containerDefinitions())
        .stream()
        .filter(c -> c.name().equals(container))
        .map(ContainerDefinition::logConfiguration)
        .filter(l -> l != null && l.logDriver() == LogDriver.AWSLOGS)
        .map(LogConfiguration::options)
        .findFirst();
  }

  /**
   * Reads the newest events. A page may be empty before the end; at the end the token is unchanged.
   */
  private List<OutputLogEvent> newest(String group, String stream) {
    if (logs == null) {
      logs = session.briefClient(CloudWatchLogsClient.builder());
    }
    CloudWatchLogsClient client = logs;
    Optional<String> next = Optional.empty();
    for (int i = 0; i < EMPTY_PAGES; i++) {
      String token = next.orElse(null);
      var page =
          client.getLogEvents(
              r ->
                  r.logGroupName(group)
                      .logStreamName(stream)
                      .limit(LINES_READ)
                      .startFromHead(false)
                      .nextToken(token));
      if (!page.hasEvents()) {
        AwsErrors.member("CloudWatch Logs GetLogEvents", "events", null);
      }
      var before = Optional.ofNullable(page.nextBackwardToken());
      if (!page.events().isEmpty() || before.isEmpty() || before.equals(next)) {
        return page.events();
      }
      next = before;
    }
    return List.of();
  }

  private List<String> read(Map<String, String> options, String container, String taskId) {
    var log = stream(options, container, taskId);
    if (log.isEmpty()) {
      return List.of();
    }
    String group = log.get().group();
    String stream = log.get().stream();
    try {
      var lines =
          newest(group, stream).stream()
              .map(OutputLogEvent::message)
              .map(LastLogLines::cut)
              .toList();
      return lines.isEmpty()
          ? List.of("Stream %s of log group %s has no lines.".formatted(stream, group))
          : whole(lines);
    } catch (ResourceNotFoundException e) {
      return List.of(
          "No log lines in stream %s of log group %s. %s"
              .formatted(stream, group, AwsErrors.words(e)));
    }
  }
}
