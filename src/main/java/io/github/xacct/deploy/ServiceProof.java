package io.github.xacct.deploy;

import io.github.xacct.deploy.port.RunningTasks;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.Event.ImageProof;
import io.github.xacct.event.Event.ImageProof.Outcome;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Whether the running tasks of a service run the image that its task definition names. */
final class ServiceProof {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Ports ports;
  private final RunningTasks tasks;

  ServiceProof(Ports ports, RunningTasks tasks) {
    this.ports = ports;
    this.tasks = tasks;
  }

  /**
   * Asks each task.
   *
   * @param container the app's
   * @param primaryOnly whether tasks without production traffic do not count
   */
  ImageProof of(ImageReference wanted, String container, boolean primaryOnly) {
    List<RunningTasks.ServiceTask> running;
    try {
      running = running(container, primaryOnly);
    } catch (XacctException | TransientFailure e) {
      return new ImageProof(Outcome.NOT_PROVED, 0, 0, Optional.of(e.getMessage()));
    }
    String digest = wanted.digest().value();
    int all = running.size();
    var others = new TreeSet<String>();
    running.forEach(task -> task.imageDigest().ifPresent(others::add));
    others.remove(digest);
    int proved =
        (int)
            running.stream()
                .filter(t -> t.imageDigest().filter(digest::equals).isPresent())
                .count();
    if (running.isEmpty()) {
      return new ImageProof(Outcome.DISPROVED, 0, 0, Optional.of("no task is running"));
    }
    if (!others.isEmpty()) {
      String why = "some run " + String.join(", ", others);
      return new ImageProof(Outcome.DISPROVED, proved, all, Optional.of(why));
    }
    return proved == all
        ? new ImageProof(Outcome.PROVED, proved, all, Optional.empty())
        : new ImageProof(
            Outcome.NOT_PROVED,
            proved,
            all,
            Optional.of("ECS gives no digest of " + (all - proved) + " of " + all + " tasks."));
  }

  /** As soon as there are any, each with its digest; or as they are when patience is over. */
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
