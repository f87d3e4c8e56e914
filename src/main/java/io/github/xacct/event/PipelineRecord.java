package io.github.xacct.event;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A walk through a pipeline, as its files report it.
 *
 * @param pipeline name
 * @param commit that it brings; empty if there is no repository
 * @param began when
 * @param ended absent while it goes on
 * @param stages all of them, also those not reached
 * @param notices what SNS would have sent
 * @param notPlayed what a rehearsal leaves to AWS
 * @param failure what went wrong, as the build's error says it
 * @param variables that actions reported later ones, by namespace
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

  /** How far a stage or an action is. */
  public enum Status {
    /** The stage or action has not been reached. */
    WAITING,
    /** Ended well in an earlier walk, whose results this one took over. */
    EARLIER,
    /** It has begun and not ended. */
    RUNNING,
    /** It ended without an error. */
    SUCCEEDED,
    /** It ended with an error. */
    FAILED,
    /** An approval was rejected. */
    REJECTED,
    /** The walk was ended from outside, by Ctrl-C or a signal. */
    INTERRUPTED;

    /** As written in files: {@code succeeded}. */
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
   * An action of a stage, and how it went.
   *
   * @param does what it is, for people
   * @param detail how it ended, for people
   * @param log its output
   * @param page of the deployment that it created
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

  /** Why it did not go to its end. */
  public record Failure(String problem, List<String> evidence, List<String> suggestion) {}

  /** A message to a topic. */
  public record Notice(Instant at, String topic, String subject, String text) {}

  /**
   * The same of a process that was killed: what was going on, or was to come next, has been
   * interrupted. When is not known; no time is counted after the last that was written.
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

  /** Worst of what its stages came to. */
  public Status status() {
    for (var status : List.of(Status.INTERRUPTED, Status.FAILED, Status.REJECTED)) {
      if (stages.stream().anyMatch(stage -> stage.status() == status)) {
        return status;
      }
    }
    return ended.isPresent() ? Status.SUCCEEDED : Status.RUNNING;
  }
}
