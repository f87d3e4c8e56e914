package io.github.xacct.deploy;

import io.github.xacct.deploy.port.RunningTasks;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.Event.ImageProof;
import io.github.xacct.event.Event.ImageProof.Outcome;
import io.github.xacct.event.Event.ImageProof.RunningImage;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks that the running tasks of a service run the image that its task definition names. */
final class ServiceProof {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int NAMED = 3;

  private final Ports ports;
  private final RunningTasks tasks;

  ServiceProof(Ports ports, RunningTasks tasks) {
    this.ports = ports;
    this.tasks = tasks;
  }

  /**
   * Compares the image of each running task with the deployed one.
   *
   * @param container name of the app's container
   * @param primaryOnly whether tasks without production traffic are ignored
   */
  ImageProof of(ImageReference wanted, String container, boolean primaryOnly) {
    List<RunningTasks.ServiceTask> running;
    try {
      running = running(container, primaryOnly);
    } catch (XacctException | TransientFailure e) {
      return new ImageProof(Outcome.NOT_PROVED, 0, 0, Optional.of(ErrorText.of(e)));
    }
    return running.isEmpty()
        ? new ImageProof(Outcome.DISPROVED, 0, 0, Optional.of("no task is running"))
        : of(wanted.digest().value(), running);
  }

  private static ImageProof of(String digest, List<RunningTasks.ServiceTask> running) {
    int all = running.size();
    var rest =
        running.stream()
            .filter(task -> task.imageDigest().filter(digest::equals).isEmpty())
            .map(task -> new RunningImage(task.taskId(), task.imageDigest()))
            .toList();
    int proved = all - rest.size();
    var others = rest.stream().filter(task -> task.imageDigest().isPresent()).toList();
    if (rest.isEmpty()) {
      return new ImageProof(Outcome.PROVED, proved, all, Optional.empty());
    }
    return others.isEmpty()
        ? new ImageProof(
            Outcome.NOT_PROVED,
            proved,
            all,
            Optional.of("ECS returned no digest for " + rest.size() + " of " + all + " tasks."),
            rest)
        : new ImageProof(
            Outcome.DISPROVED,
            proved,
            all,
            Optional.of("some run another: " + named(others)),
            rest);
  }

  /** Names the first few tasks with their image. */
  private static String named(List<RunningImage> tasks) {
    String some =
        tasks.stream()
            .limit(NAMED)
            .map(task -> task.taskId() + " runs " + task.imageDigest().orElseThrow())
            .collect(Collectors.joining(", "));
    return tasks.size() > NAMED ? some + ", and " + (tasks.size() - NAMED) + " more" : some;
  }

  /** Polls for tasks until all of them have a digest, or until the patience has elapsed. */
  private List<RunningTasks.ServiceTask> running(String container, boolean primaryOnly) {
    var polling = new Polling(ports);
    Instant until = ports.clock().instant().plus(PATIENCE);
    while (true) {
      var running =
          polling.shortly(() -> tasks.running(container), PATIENCE).stream()
              .filter(task -> task.primary() || !primaryOnly)
              .toList();
      boolean enough =
          !running.isEmpty() && running.stream().allMatch(t -> t.imageDigest().isPresent());
      if (enough || !ports.clock().instant().isBefore(until)) {
        return running;
      }
      polling.pause("", true);
    }
  }
}
