package io.github.xacct.deploy.port;

import io.github.xacct.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who sees what becomes of the replacement task set's tasks. ECS forgets stopped tasks after a
 * while, so it is asked while the deployment goes on.
 */
public interface TaskObserver {

  /**
   * What is to be seen now. Deaths that were reported once are not reported again.
   *
   * @throws TransientFailure when it may be seen a little later
   */
  Sighting look(String deploymentId);

  /** How often there is anything new to see. */
  Duration INTERVAL = Duration.ofSeconds(3);

  /** Until the next look, if a look costs much. */
  default Duration interval() {
    return INTERVAL;
  }

  /** An observer that reports no task. */
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
   * The digests of the image that the running tasks of a deployment's task set run.
   *
   * @param container the app's
   */
  List<RunningTask> running(String deploymentId, String container);

  /**
   * What has happened to the service since the last look.
   *
   * @param deaths tasks of the replacement task set that have stopped since the last look
   * @param unhealthy targets that the load balancer finds failing
   * @param trouble service events that speak of it, and what cannot be seen, since the last look
   */
  record Sighting(List<Death> deaths, List<Unhealthy> unhealthy, List<String> trouble) {
    /** A look that found nothing new. */
    static Sighting nothing() {
      return new Sighting(List.of(), List.of(), List.of());
    }
  }

  /**
   * One task that has stopped.
   *
   * @param stopCode ECS's, such as EssentialContainerExited
   * @param reason ECS's sentence
   * @param containers how each of them ended
   * @param lastWords last lines of the log of the container that died
   * @param log where it wrote them, if that is known
   */
  record Death(
      String taskId,
      Instant at,
      String stopCode,
      String reason,
      List<ContainerEnd> containers,
      List<String> lastWords,
      Optional<Event.LogStream> log) {

    /** The same where it is not known where it wrote its log. */
    public Death(
        String taskId,
        Instant at,
        String stopCode,
        String reason,
        List<ContainerEnd> containers,
        List<String> lastWords) {
      this(taskId, at, stopCode, reason, containers, lastWords, Optional.empty());
    }

    /** The container that ended the task, as far as the containers' ends show it. */
    public Optional<ContainerEnd> culprit() {
      return ContainerEnd.first(containers);
    }
  }

  /** How a container ended; no exit code if it never started. */
  record ContainerEnd(String name, Optional<Integer> exitCode, Optional<String> reason) {
    /** 128 and the number of the signal by which ECS stops the others: SIGTERM, then SIGKILL. */
    private static final int TERMINATED = 143;

    private static final int KILLED = 137;

    /**
     * The one that ended first: once an essential container has ended, ECS stops all others. A
     * container that ran out of memory has a reason of its own.
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

  /** A target that fails its health check, and why. */
  record Unhealthy(String target, String reason) {}

  /** A running task; no digest where ECS does not report it. */
  record RunningTask(String taskId, Optional<String> imageDigest) {}
}
