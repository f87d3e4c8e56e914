package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TaskObserver;
import io.github.xacct.deploy.port.TransientFailure;
import io.github.xacct.event.Event.ImageProof;
import io.github.xacct.event.Event.ImageProof.Outcome;
import io.github.xacct.event.Event.ImageProof.RunningImage;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves or disproves that a deployment's running tasks run its image, or reports why it cannot.
 */
final class Proving {
  /** ListTasks may lag behind the tasks. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Ports ports;
  private final TargetAccountState state;
  private final Proof proof;

  Proving(Ports ports, TargetAccountState state, Proof proof) {
    this.ports = ports;
    this.state = state;
    this.proof = proof;
  }

  /**
   * Checks each task and reports the result; returns the exception if a task runs another image.
   */
  Optional<XacctException> of(String id) {
    List<TaskObserver.RunningTask> tasks;
    try {
      tasks = tasks(id);
    } catch (XacctException | TransientFailure e) {
      return notProved(0, 0, ErrorText.of(e), List.of());
    }
    var others =
        tasks.stream().filter(t -> t.imageDigest().filter(d -> !wanted(d)).isPresent()).toList();
    int proved =
        (int) tasks.stream().filter(t -> t.imageDigest().filter(this::wanted).isPresent()).count();
    if (!others.isEmpty()) {
      report(
          Outcome.DISPROVED,
          proved,
          tasks.size(),
          others.size() + " run another image",
          unproved(tasks));
      return Optional.of(another(id, tasks.size(), others));
    }
    if (tasks.isEmpty()) {
      return none(id);
    }
    if (proved < tasks.size()) {
      return notProved(
          proved,
          tasks.size(),
          "ECS returned no digest for %s of %s tasks."
              .formatted(tasks.size() - proved, tasks.size()),
          unproved(tasks));
    }
    report(Outcome.PROVED, proved, proved, null, List.of());
    return Optional.empty();
  }

  /** Polls for tasks until all of them have a digest, or until the patience has elapsed. */
  private List<TaskObserver.RunningTask> tasks(String id) {
    Instant until = ports.clock().instant().plus(PATIENCE);
    var polling = new Polling(ports);
    while (true) {
      var left = Duration.between(ports.clock().instant(), until);
      var tasks =
          polling.untilAnswered(id, () -> ports.observer().running(id, proof.container()), left);
      boolean enough =
          !tasks.isEmpty() && tasks.stream().allMatch(t -> t.imageDigest().isPresent())
              || wantsNone();
      if (enough || !ports.clock().instant().isBefore(until)) {
        return tasks;
      }
      polling.pause(id, true);
    }
  }

  private Optional<XacctException> none(String id) {
    if (wantsNone()) {
      return notProved(0, 0, "The service's desired count is 0.", List.of());
    }
    report(Outcome.DISPROVED, 0, 0, "no task is running", List.of());
    var problem =
        XacctException.yours(
            "No task of deployment " + id + " is running, though it has all production traffic.");
    var now = now(id);
    if (now.filter(Proving::isScaledIn).isPresent()) {
      problem =
          problem
              .evidence("Its desired count is 0 now: the service was scaled in meanwhile.")
              .suggestion("see who or what scaled it in (a scheduled action, a person), and scale")
              .suggestion("it out again;");
    }
    boolean ended = now.filter(state -> state.status().ended()).isPresent();
    return Optional.of(
        problem
            .suggestion("see the state of the service: " + ports.engine().statusCommand())
            .suggestion(
                ended
                    ? "or go back to the last good version: "
                        + ports.engine().goalCommand("rollback")
                    : "or go back: " + ports.engine().stopCommand(id)));
  }

  /** The current state, for the report only. */
  private Optional<DeploymentState> now(String id) {
    try {
      return Optional.of(new Polling(ports).shortly(() -> ports.engine().state(id), PATIENCE));
    } catch (XacctException | TransientFailure e) {
      return Optional.empty();
    }
  }

  private static boolean isScaledIn(DeploymentState state) {
    var green =
        state.taskSets().stream().filter(set -> set.label().is(TaskSetLabel.GREEN)).toList();
    return !green.isEmpty() && green.stream().allMatch(set -> set.desired() == 0);
  }

  private boolean wantsNone() {
    return state.standing().filter(snapshot -> snapshot.desiredCount() == 0).isPresent();
  }

  private XacctException another(String id, int all, List<TaskObserver.RunningTask> others) {
    var problem =
        XacctException.yours(
            "%s of %s tasks of deployment %s run another image than %s."
                .formatted(others.size(), all, id, proof.image().digest()));
    for (var task : others) {
      problem = problem.evidence(task.taskId() + " runs " + task.imageDigest().orElseThrow());
    }
    return problem.suggestion(
        "find out who else deploys to this service; " + DocPage.ANOTHER_IMAGE);
  }

  private List<RunningImage> unproved(List<TaskObserver.RunningTask> tasks) {
    return tasks.stream()
        .filter(task -> task.imageDigest().filter(this::wanted).isEmpty())
        .map(task -> new RunningImage(task.taskId(), task.imageDigest()))
        .toList();
  }

  private Optional<XacctException> notProved(
      int proved, int of, @Nullable String why, List<RunningImage> tasks) {
    report(Outcome.NOT_PROVED, proved, of, why, tasks);
    return Optional.empty();
  }

  private void report(
      Outcome outcome, int proved, int of, @Nullable String why, List<RunningImage> tasks) {
    ports.reporter().report(new ImageProof(outcome, proved, of, Optional.ofNullable(why), tasks));
  }

  private boolean wanted(String digest) {
    return digest.equals(proof.image().digest().value());
  }
}
