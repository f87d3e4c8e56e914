package io.github.xacct.report;

import io.github.xacct.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Groups the tasks that stopped by reason. */
final class StoppedTasks {

  /** IDs and addresses, which differ between tasks with the same reason. */
  private static final String OF_ONE_TASK =
      "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\b[0-9a-f]{32}\\b|\\b\\d+(\\.\\d+){3}\\b";

  private StoppedTasks() {}

  /** The reason why a task stopped, without what differs between tasks. */
  record Cause(String stopCode, String reason, List<Event.ContainerEnd> containers) {
    static Cause of(Event.TaskDied died) {
      return new Cause(
          died.stopCode(),
          died.stoppedReason().replaceAll(OF_ONE_TASK, "*"),
          died.containers().stream()
              .map(
                  c ->
                      new Event.ContainerEnd(
                          c.name(),
                          c.exitCode(),
                          c.reason().map(r -> r.replaceAll(OF_ONE_TASK, "*"))))
              .toList());
    }
  }

  /**
   * The tasks that stopped for one reason.
   *
   * @param latest the latest one with log lines, if any has them
   */
  record Group(Event.TaskDied latest, List<String> taskIds, Instant first, Instant last) {
    int count() {
      return taskIds.size();
    }

    private Group plus(Event.TaskDied died, Instant at) {
      var ids = new ArrayList<>(taskIds);
      ids.add(died.taskId());
      return new Group(died.lastLogLines().isEmpty() ? latest : died, ids, first, at);
    }
  }

  /** Returns the groups, the most frequent first. */
  static List<Group> of(DeploymentRecord deployment) {
    var groups = new LinkedHashMap<Cause, Group>();
    for (var death : deployment.all(Event.TaskDied.class)) {
      var died = death.event();
      var one = new Group(died, List.of(died.taskId()), death.at(), death.at());
      groups.merge(Cause.of(died), one, (known, more) -> known.plus(died, death.at()));
    }
    return groups.values().stream()
        .sorted((a, b) -> Integer.compare(b.count(), a.count()))
        .toList();
  }

  /** Words one stopped task: the task, its containers, the last lines of their log. */
  static List<String> lines(Event.TaskDied died) {
    var lines = new ArrayList<String>();
    lines.add(
        "%s task %s died: %s%s"
            .formatted(
                died.taskSetLabel().toString().toLowerCase(Locale.ROOT),
                died.taskId(),
                why(died),
                died.containers().stream()
                    .map(c -> "; " + container(c))
                    .collect(Collectors.joining())));
    died.lastLogLines().forEach(line -> lines.add("| " + line));
    return lines;
  }

  /** Words the reason: {@code Essential container in task exited (EssentialContainerExited)}. */
  static String why(Event.TaskDied died) {
    if (died.stoppedReason().isEmpty()) {
      return died.stopCode().isEmpty() ? "no reason given" : died.stopCode();
    }
    return died.stoppedReason() + (died.stopCode().isEmpty() ? "" : " (" + died.stopCode() + ")");
  }

  /**
   * Words a container: {@code app exited with 137: OutOfMemoryError: Container killed due to memory
   * usage}.
   */
  static String container(Event.ContainerEnd end) {
    return end.name()
        + end.exitCode().map(code -> " exited with " + code).orElse("")
        + end.reason().map(reason -> ": " + reason).orElse("");
  }
}
