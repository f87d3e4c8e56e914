package io.github.xacct.event;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of a pipeline, as the files of the run report it.
 *
 * @param pipeline name of the pipeline
 * @param commit that is built; empty if there is no repository
 * @param began when the run began
 * @param ended absent while the run is in progress
 * @param stages all stages, including those not reached
 * @param notices what SNS would have sent
 * @param notPlayed what a rehearsal does not simulate
 * @param failure problem, evidence and suggestion of the build's error
 * @param variables exported by actions for later ones, by namespace
 */
public record PipelineRecord(
    String pipeline,
    String commit,
    Instant began,
    Optional<Instant> ended,
    List<Stage> stages,
    List<Notice> notices,
    List<String> notPlayed,
    Optional<Failure> failure,
    Map<String, Map<String, String>> variables) {

  /** The status of a stage or an action. */
  public enum Status {
    /** The stage or action has not been reached. */
    WAITING,
    /** It succeeded in an earlier run, whose results this run reuses. */
    EARLIER,
    /** The stage or action is in progress. */
    RUNNING,
    /** The stage or action succeeded. */
    SUCCEEDED,
    /** The stage or action failed. */
    FAILED,
    /** The approval was rejected. */
    REJECTED,
    /** The run was interrupted by Ctrl-C or a signal. */
    INTERRUPTED;

    /** Returns the spelling in files, such as {@code succeeded}. */
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A stage with its actions. */
  public record Stage(String name, Status status, Duration took, List<Action> actions) {
    private Stage stopped() {
      boolean any = actions.stream().anyMatch(action -> action.status() == Status.RUNNING);
      var next = any ? Status.RUNNING : Status.WAITING;
      var at = actions.stream().filter(action -> action.status() == next).findFirst();
      return new Stage(
          name,
          Status.INTERRUPTED,
          took,
          actions.stream()
              .map(one -> at.filter(one::equals).isPresent() ? one.stopped() : one)
              .toList());
    }
  }

  /**
   * An action of a stage, and its result.
   *
   * @param does what the action does, for people
   * @param detail of the result, for people
   * @param log file with the action's output
   * @param page HTML page of the deployment that the action created
   */
  public record Action(
      String name,
      String does,
      Status status,
      Duration took,
      String detail,
      Optional<Path> log,
      Optional<Path> page) {
    private Action stopped() {
      return new Action(name, does, Status.INTERRUPTED, took, "interrupted", log, page);
    }
  }

  /** Why the run ended early. */
  public record Failure(String problem, List<String> evidence, List<String> suggestion) {}

  /** A message to an SNS topic. */
  public record Notice(Instant at, String topic, String subject, String text) {}

  /**
   * Returns the record of a run whose process was killed: the stage in progress, or else the next
   * one, becomes interrupted. The time of the interruption is unknown: the run ends with the
   * durations recorded so far.
   */
  public PipelineRecord interrupted() {
    var at =
        stages.stream()
            .filter(stage -> stage.status() == Status.RUNNING)
            .findFirst()
            .or(() -> stages.stream().filter(s -> s.status() == Status.WAITING).findFirst())
            .map(Stage::name);
    var took = stages.stream().map(Stage::took).reduce(Duration.ZERO, Duration::plus);
    return new PipelineRecord(
        pipeline,
        commit,
        began,
        Optional.of(began.plus(took)),
        stages.stream()
            .map(s -> at.filter(s.name()::equals).isPresent() ? s.stopped() : s)
            .toList(),
        notices,
        notPlayed,
        at.map(PipelineRecord::killed).or(() -> failure),
        variables);
  }

  private static Failure killed(String stage) {
    return new Failure(
        "The run was interrupted: its process ended in stage " + stage + ".",
        List.of(),
        List.of("resume there: mvn xacct:pipeline -Dxacct.rehearse -Dxacct.from=" + stage));
  }

  /** The worst status of its stages. */
  public Status status() {
    for (var status : List.of(Status.INTERRUPTED, Status.FAILED, Status.REJECTED)) {
      if (stages.stream().anyMatch(stage -> stage.status() == status)) {
        return status;
      }
    }
    return ended.isPresent() ? Status.SUCCEEDED : Status.RUNNING;
  }
}
