package io.github.xacct.aws.ecs;

import static java.util.stream.Collectors.joining;

import io.github.xacct.aws.AwsErrors;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ImagePlatforms;
import io.github.xacct.aws.ecs.Replacements.Replacement;
import io.github.xacct.aws.elb.TargetHealth;
import io.github.xacct.deploy.port.RunningTasks;
import io.github.xacct.deploy.port.TaskObserver;
import io.github.xacct.model.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.Task;

/** Reads the tasks of the replacement task set: stopped tasks, target health, service events. */
public final class EcsTaskObserver implements TaskObserver, RunningTasks {
  /** The maximum of DescribeTasks. */
  private static final int TASKS_A_CALL = 100;

  private static final int LOG_READS_PER_LOOK = 3;

  private static final List<String> TROUBLE =
      List.of("unable to", "unhealthy", "failed", "error", "was unable");

  /** The tolerated difference between AWS's clock and ours. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final Environment environment;
  private final ImagePlatforms platforms;
  private final Replacements replacements;
  private final EcsClient ecs;
  private final TargetHealth targets;
  private final LastLogLines lastLogLines;
  private final Set<String> seenTasks = new HashSet<>();
  private String seenOf = "";
  private int pages;
  private final Set<String> seenEvents = new HashSet<>();

  public EcsTaskObserver(AwsSession session, Environment environment) {
    this(session, environment, ImagePlatforms.unknown(), new TaskSets());
  }

  /**
   * Observes the tasks of an environment's service.
   *
   * @param platforms finds the index that the image of a platform belongs to
   * @param replacements identifies the tasks of a deployment
   */
  public EcsTaskObserver(
      AwsSession session,
      Environment environment,
      ImagePlatforms platforms,
      Replacements replacements) {
    this.replacements = replacements;
    this.environment = environment;
    this.platforms = platforms;
    this.ecs = session.client(EcsClient.builder());
    this.targets = new TargetHealth(session);
    this.lastLogLines = new LastLogLines(session, session.briefClient(EcsClient.builder()));
  }

  @Override
  public Sighting look(String deploymentId) {
    return AwsErrors.ask(
        "Cannot read the tasks of service " + environment.service() + ".",
        () ->
            service()
                .flatMap(
                    service ->
                        replacements.of(service, deploymentId).map(set -> look(service, set)))
                .orElse(new Sighting(List.of(), List.of(), List.of())));
  }

  /** Longer if the list has many pages: at most one page, which is one call, per second. */
  @Override
  public Duration interval() {
    return Duration.ofSeconds(Math.max(INTERVAL.toSeconds(), pages));
  }

  private Sighting look(Service service, Replacement replacement) {
    if (!seenOf.equals(replacement.id())) {
      seenOf = replacement.id(); // these tasks may be of the new replacement
      seenTasks.clear();
    }
    List<Task> stopped =
        tasks(DesiredStatus.STOPPED).stream()
            .filter(task -> DesiredStatus.STOPPED.toString().equals(task.lastStatus()))
            .toList();
    var dead =
        stopped.stream().filter(task -> replacement.has(task, SKEW) && !isOrderly(task)).toList();
    var deaths = deaths(dead);
    var unhealthy = targets.unhealthy(replacement.targetGroups());
    // Only after the last call that may fail: a task that is marked as seen is not reported again.
    stopped.forEach(task -> seenTasks.add(task.taskArn()));
    return new Sighting(deaths, unhealthy, trouble(service, replacement));
  }

  private Optional<Service> service() {
    return Services.one(
        ecs.describeServices(
            r -> r.cluster(environment.cluster()).services(environment.service())));
  }

  /** Reads log lines only of the last failed tasks: in a crash loop there may be many. */
  private List<Death> deaths(List<Task> dead) {
    var deaths = new ArrayList<Death>();
    for (Task task : dead) {
      boolean asked = dead.size() - deaths.size() <= LOG_READS_PER_LOOK;
      deaths.add(death(task, asked));
    }
    return deaths;
  }

  /** Whether ECS stopped the task because it is no longer needed, not because it failed. */
  private static boolean isOrderly(Task task) {
    return String.valueOf(task.stoppedReason()).startsWith("Scaling activity initiated by")
        || "UserInitiated".equals(task.stopCodeAsString());
  }

  /** Reads the tasks that have not been seen yet. */
  private List<Task> tasks(DesiredStatus status) {
    var arns = new ArrayList<String>();
    int read = 0;
    for (var page :
        ecs.listTasksPaginator(
            r ->
                r.cluster(environment.cluster())
                    .serviceName(environment.service())
                    .desiredStatus(status)
                    .maxResults(TASKS_A_CALL))) {
      read++;
      if (!page.hasTaskArns()) {
        AwsErrors.member("ECS ListTasks", "taskArns", null);
      }
      page.taskArns().stream().filter(arn -> !seenTasks.contains(arn)).forEach(arns::add);
    }
    pages = read;
    var tasks = new ArrayList<Task>();
    for (int i = 0; i < arns.size(); i += TASKS_A_CALL) {
      var some = arns.subList(i, Math.min(i + TASKS_A_CALL, arns.size()));
      var answer = ecs.describeTasks(r -> r.cluster(environment.cluster()).tasks(some));
      if (answer.tasks().isEmpty() && answer.failures().isEmpty()) {
        AwsErrors.member("ECS DescribeTasks", "tasks and failures", null);
      }
      tasks.addAll(answer.tasks());
    }
    return tasks;
  }

  private Death death(Task task, boolean withLogLines) {
    String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    return new Death(
        id,
        Optional.ofNullable(task.stoppedAt()).orElse(Instant.now()),
        Optional.ofNullable(task.stopCodeAsString()).orElse(""),
        oneLine(task.stoppedReason()),
        task.containers().stream().map(EcsTaskObserver::end).toList(),
        withLogLines ? lastLogLines.of(task, id) : List.of(),
        lastLogLines.stream(task, id));
  }

  static ContainerEnd end(Container container) {
    return new ContainerEnd(
        Objects.toString(container.name(), "(no name)"),
        Optional.ofNullable(container.exitCode()),
        Optional.of(oneLine(container.reason())).filter(r -> !r.isEmpty()));
  }

  /** Joins the lines of a container runtime's message: reports print it on one line. */
  private static String oneLine(@Nullable String text) {
    return text == null
        ? ""
        : text.lines().map(String::strip).filter(l -> !l.isEmpty()).collect(joining(" "));
  }

  private List<String> trouble(Service service, Replacement replacement) {
    var trouble = new ArrayList<String>();
    targets
        .trouble()
        .filter(why -> seenEvents.add("health"))
        .ifPresent(why -> trouble.add("The targets' health cannot be seen. AWS said: " + why));
    for (ServiceEvent event : service.events()) {
      boolean during =
          event.createdAt() == null
              || replacement.createdAt().filter(event.createdAt()::isBefore).isEmpty();
      if (during && reportsTrouble(event.message()) && seenEvents.add(event.id())) {
        trouble.add(event.message());
      }
    }
    return trouble;
  }

  private static boolean reportsTrouble(String message) {
    String lower = String.valueOf(message).toLowerCase(Locale.ROOT);
    return TROUBLE.stream().anyMatch(lower::contains);
  }

  @Override
  public List<RunningTask> running(String deploymentId, String container) {
    return AwsErrors.ask(
        "Cannot read the running tasks of service " + environment.service() + ".",
        () -> {
          var set = service().flatMap(service -> replacements.of(service, deploymentId));
          return set.isEmpty() ? List.<RunningTask>of() : running(set.get(), container);
        });
  }

  @Override
  public List<ServiceTask> running(String container) {
    return AwsErrors.ask(
        "Cannot read the running tasks of service " + environment.service() + ".",
        () -> {
          var primary = service().flatMap(replacements::serving);
          return tasks(DesiredStatus.RUNNING).stream()
              .filter(task -> DesiredStatus.RUNNING.toString().equals(task.lastStatus()))
              .map(
                  task ->
                      new ServiceTask(
                          task.taskArn(),
                          primary.filter(set -> set.certainlyHas(task)).isPresent(),
                          digest(task, container)))
              .toList();
        });
  }

  private List<RunningTask> running(Replacement set, String container) {
    return tasks(DesiredStatus.RUNNING).stream()
        .filter(
            task ->
                set.has(task, SKEW) && DesiredStatus.RUNNING.toString().equals(task.lastStatus()))
        .map(task -> new RunningTask(task.taskArn(), digest(task, container)))
        .toList();
  }

  private Optional<String> digest(Task task, String container) {
    return task.containers().stream()
        .filter(c -> container.equals(c.name()))
        .filter(c -> c.imageDigest() != null && !c.imageDigest().isEmpty())
        .flatMap(c -> platforms.known(c.image(), c.imageDigest()).stream())
        .findFirst();
  }
}
