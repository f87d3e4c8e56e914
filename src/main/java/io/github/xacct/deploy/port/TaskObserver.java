package io.github.xacct.deploy.port;

import io.github.xacct.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Observes the tasks of the replacement task set. ECS lists stopped tasks only for a while, so they
 * are read during the deployment.
 */
public interface TaskObserver {

  /**
   * Returns what is new. Stopped tasks are returned only once.
   *
   * @throws TransientFailure if a later call may succeed
   */
  Sighting look(String deploymentId);

  /** The usual time between two observations. */
  Duration INTERVAL = Duration.ofSeconds(3);

  /** The time until the next observation, longer if one is expensive. */
  default Duration interval() {
    return INTERVAL;
  }

  /** An observer that returns no tasks. */
  static TaskObserver blind() {
    return new TaskObserver() {
      @Override
      public Sighting look(String deploymentId) {
        return Sighting.nothing();
      }

      @Override
      public List<RunningTask> running(String deploymentId, String container) {
        return List.of();
      }
    };
  }

  /**
   * The running tasks of a deployment's task set with the digests of their image.
   *
   * @param container name of the app's container
   */
  List<RunningTask> running(String deploymentId, String container);

  /**
   * What has happened since the last observation.
   *
   * @param deaths tasks of the replacement task set that have stopped
   * @param unhealthy targets that fail the load balancer's health check
   * @param trouble service events that report problems, and what could not be observed
   */
  record Sighting(List<Death> deaths, List<Unhealthy> unhealthy, List<String> trouble) {
    /** An observation without news. */
    static Sighting nothing() {
      return new Sighting(List.of(), List.of(), List.of());
    }
  }

  /**
   * A stopped task.
   *
   * @param stopCode as ECS reports it, such as EssentialContainerExited
   * @param reason as ECS reports it
   * @param containers how each of them exited
   * @param lastWords last log lines of the container that ended the task
   * @param log the log stream of those lines, if known
   */
  record Death(
      String taskId,
      Instant at,
      String stopCode,
      String reason,
      List<ContainerEnd> containers,
      List<String> lastWords,
      Optional<Event.LogStream> log) {

    /** A stopped task whose log stream is unknown. */
    public Death(
        String taskId,
        Instant at,
        String stopCode,
        String reason,
        List<ContainerEnd> containers,
        List<String> lastWords) {
      this(taskId, at, stopCode, reason, containers, lastWords, Optional.empty());
    }

    /** The container that ended the task, as far as the exit codes show it. */
    public Optional<ContainerEnd> culprit() {
      return ContainerEnd.first(containers);
    }
  }

  /** How a container exited; without an exit code if it never started. */
  record ContainerEnd(String name, Optional<Integer> exitCode, Optional<String> reason) {
    /** 128 plus the signal with which ECS stops the other containers: SIGTERM, then SIGKILL. */
    private static final int TERMINATED = 143;

    private static final int KILLED = 137;

    /**
     * The container that exited first: ECS stops the others once an essential container has exited.
     * A container that ran out of memory has a reason.
     */
    public static Optional<ContainerEnd> first(List<ContainerEnd> containers) {
      return containers.stream().min(Comparator.comparingInt(ContainerEnd::rank));
    }

    private int rank() {
      if (reason.isPresent()) {
        return 0;
      }
      return exitCode
          .map(code -> code == TERMINATED ? 4 : code == KILLED ? 3 : code == 0 ? 2 : 1)
          .orElse(5);
    }
  }

  /** A target that fails its health check, with the reason. */
  record Unhealthy(String target, String reason) {}

  /** A running task; without a digest if ECS does not report it. */
  record RunningTask(String taskId, Optional<String> imageDigest) {}
}
