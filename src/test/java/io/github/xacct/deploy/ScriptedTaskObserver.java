package io.github.xacct.deploy;

import io.github.xacct.deploy.port.TaskObserver;
import io.github.xacct.model.XacctException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** An observer that returns scripted observations. */
final class ScriptedTaskObserver implements TaskObserver {
  final Deque<List<Death>> deaths = new ArrayDeque<>();
  final Deque<String> trouble = new ArrayDeque<>();
  List<RunningTask> running =
      List.of(new RunningTask("task/1", Optional.of("sha256:" + "a".repeat(64))));
  Optional<XacctException> refusal = Optional.empty();
  List<Unhealthy> unhealthy = List.of();

  static Death death(String taskId, String reason, Integer exitCode, String... lastWords) {
    return new Death(
        taskId,
        Instant.EPOCH,
        "EssentialContainerExited",
        reason,
        List.of(new ContainerEnd("app", Optional.ofNullable(exitCode), Optional.empty())),
        List.of(lastWords));
  }

  @Override
  public Sighting look(String deploymentId) {
    refuse();
    List<Death> next = deaths.isEmpty() ? List.of() : deaths.poll();
    return new Sighting(next, unhealthy, trouble.isEmpty() ? List.of() : List.of(trouble.poll()));
  }

  @Override
  public List<RunningTask> running(String deploymentId, String container) {
    refuse();
    return running;
  }

  private void refuse() {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }
}
