package io.github.xacct.aws.servicedeployment;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.model.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/**
 * Collects evidence of a failed deployment beyond its status reason: the service's events, the log
 * of the failed hook's function, and ECS's action log if enabled. What cannot be read is left out.
 */
final class ServiceDeploymentReasons {
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final int LINES = 8;
  private static final int EVENTS = 3;
  private static final int PAGES = 3;

  private static final Pattern FUNCTION =
      Pattern.compile("arn:aws[\\w-]*:lambda:[\\w-]+:\\d{12}:function:([\\w-]+)");
  private static final Pattern TROUBLE =
      Pattern.compile("fail|unable|error|not authorized|unhealthy", Pattern.CASE_INSENSITIVE);

  /** Lines that Lambda adds for each invocation. */
  private static final Pattern FRAME =
      Pattern.compile("(START|END|REPORT) RequestId: .*|INIT_START .*", Pattern.DOTALL);

  private final AwsSession session;
  private final Environment environment;

  ServiceDeploymentReasons(AwsSession session, Environment environment) {
    this.session = session;
    this.environment = environment;
  }

  /** Returns lines of evidence; none repeats the deployment's own reason. */
  List<String> of(ServiceDeployment deployment, Optional<Service> service) {
    String reason = String.valueOf(deployment.statusReason());
    var lines = new ArrayList<String>();
    service.ifPresent(s -> lines.addAll(events(s, since(deployment), reason)));
    for (String function : functions(deployment, reason)) {
      lines.addAll(lastLines(function, since(deployment)));
    }
    lines.addAll(actions(deployment, reason));
    return lines;
  }

  /** Returns the first Lambda function that a status reason names. */
  static Optional<String> function(String reason) {
    return FUNCTION.matcher(reason).results().map(found -> found.group(1)).findFirst();
  }

  private static Instant since(ServiceDeployment deployment) {
    return Optional.ofNullable(deployment.createdAt()).orElse(Instant.EPOCH);
  }

  private static List<String> events(Service service, Instant since, String reason) {
    return service.events().stream()
        .filter(event -> event.createdAt() != null && !event.createdAt().isBefore(since))
        .map(ServiceEvent::message)
        .filter(message -> TROUBLE.matcher(message).find() && !message.contains(reason))
        .distinct()
        .limit(EVENTS)
        .map(message -> "Event of the service: " + message)
        .toList();
  }

  /** Returns the functions that the reason names and those whose hooks have failed. */
  private static Set<String> functions(ServiceDeployment deployment, String reason) {
    var failed =
        deployment.lifecycleHookDetails().stream()
            .filter(
                hook ->
                    hook.status() == DeploymentLifecycleHookStatus.FAILED
                        || hook.status() == DeploymentLifecycleHookStatus.TIMED_OUT)
            .map(hook -> String.valueOf(hook.targetArn()));
    var names = new LinkedHashSet<String>();
    Stream.concat(Stream.of(reason), failed)
        .flatMap(text -> FUNCTION.matcher(text).results())
        .forEach(found -> names.add(found.group(1)));
    return names;
  }

  private List<String> lastLines(String function, Instant since) {
    String group = "/aws/lambda/" + function;
    try {
      var logged =
          read(group, since, Optional.empty()).stream()
              .map(FilteredLogEvent::message)
              .flatMap(String::lines)
              .map(String::stripTrailing)
              .filter(line -> !line.isEmpty() && !FRAME.matcher(line).matches())
              .toList();
      if (logged.isEmpty()) {
        return List.of();
      }
      var lines = new ArrayList<String>();
      lines.add("Last lines of function " + function + ":");
      logged
          .subList(Math.max(0, logged.size() - LINES), logged.size())
          .forEach(line -> lines.add("  | " + line));
      return lines;
    } catch (ResourceNotFoundException e) {
      return List.of("Function " + function + " has no log " + group + ": it may never have run.");
    } catch (SdkException e) {
      return List.of(
          "The log of function " + function + " could not be read. " + AwsErrors.words(e));
    }
  }

  /** Empty if the log cannot be read: most clusters have none, and few roles may read it. */
  private List<String> actions(ServiceDeployment deployment, String reason) {
    String id = ServiceDeploymentId.of(deployment.serviceDeploymentArn());
    try {
      return read(ActionLog.group(environment.cluster()), since(deployment), Optional.of(id))
          .stream()
          .map(FilteredLogEvent::message)
          .flatMap(
              message -> ActionLog.trouble(message, deployment.serviceDeploymentArn()).stream())
          .filter(line -> !line.contains(reason))
          .distinct()
          .limit(EVENTS)
          .map(line -> "ECS's action log: " + line)
          .toList();
    } catch (SdkException e) {
      return List.of();
    }
  }

  private List<FilteredLogEvent> read(String group, Instant since, Optional<String> term) {
    var logs = session.briefClient(CloudWatchLogsClient.builder());
    Function<String, FilterLogEventsRequest> request =
        token ->
            FilterLogEventsRequest.builder()
                .logGroupName(group)
                .startTime(Math.max(0, since.minus(SKEW).toEpochMilli()))
                .filterPattern(term.map(t -> '"' + t + '"').orElse(null))
                .nextToken(token)
                .build();
    var events = new ArrayList<FilteredLogEvent>();
    var page = logs.filterLogEvents(request.apply(null));
    events.addAll(page.events());
    for (int i = 1; i < PAGES && page.nextToken() != null; i++) {
      page = logs.filterLogEvents(request.apply(page.nextToken()));
      events.addAll(page.events());
    }
    return events;
  }
}
