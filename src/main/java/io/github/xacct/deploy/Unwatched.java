package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.LifecycleStatus;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.model.XacctException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Describes a deployment that continues without this run: its state, when it ends at the latest,
 * how to follow and how to stop it.
 *
 * @param endsBy when it has ended at the latest, by the limits of its deployment group
 * @param scalingSuspended whether auto scaling may be suspended for it
 * @param ready what happens to it before its traffic moves
 */
public record Unwatched(
    String id, Instant endsBy, DeploymentEngine engine, boolean scalingSuspended, ReadyWait ready) {

  /**
   * The exception for a deployment that continues without this run.
   *
   * @param why why it is not followed any more
   * @param last its last state, if it could be read
   */
  public XacctException left(XacctException why, Optional<DeploymentState> last) {
    var left =
        why.under("Deployment " + id + " goes on without us: " + why.problem())
            .evidence(ends(last, endsBy));
    for (String line : ready.lines(last)) {
      left = left.evidence(line);
    }
    if (scalingSuspended) {
      left =
          left.evidence(
              "Auto scaling that was suspended for it stays so; the next run resumes it.");
    }
    return left.suggestion("follow it: " + engine.followCommand())
        .suggestion("or stop it and go back: " + engine.stopCommand(id));
  }

  /**
   * The exception for a rollback, which should not be stopped: traffic would stay where it is.
   *
   * @param undone the deployment that it rolls back, and the state of that
   */
  public XacctException leftGoingBack(
      XacctException why, Optional<DeploymentState> last, String undone) {
    return why.under("Deployment " + id + " goes on without us: " + why.problem())
        .evidence(ends(last.map(Unwatched::plain), endsBy))
        .evidence("It rolls back deployment " + undone)
        .suggestion("follow it: " + engine.followCommand());
  }

  /** Describes the state and the latest end in one sentence. */
  static String ends(Optional<DeploymentState> last, Instant endsBy) {
    String when =
        endsBy.equals(Instant.MAX)
            ? "."
            : " by " + endsBy.truncatedTo(ChronoUnit.SECONDS) + " at the latest.";
    return last.map(state -> "It " + is(state) + ", and ends").orElse("It ends")
        + " by itself"
        + when;
  }

  static String is(DeploymentState state) {
    long share = share(state);
    if (state.status() == DeploymentStatus.READY && share > 0) {
      return named(state) + ", with " + share + " % of production traffic on the new version";
    }
    if (state.status().ended() || state.status() == DeploymentStatus.READY) {
      return named(state);
    }
    if (state.shifted()) {
      return "has all production traffic on the new version";
    }
    if (share > 0) {
      return "has " + share + " % of production traffic on the new version";
    }
    return state.lifecycle().stream()
            .anyMatch(
                e ->
                    Stages.STARTS_TASKS.contains(e.name())
                        && e.status().is(LifecycleStatus.IN_PROGRESS))
        ? "is in progress, starting the new tasks"
        : named(state);
  }

  /** The same state in the past tense. */
  static String was(DeploymentState state) {
    return is(state).replaceFirst("^has ", "had ").replaceFirst("^is ", "was ");
  }

  /** Percentage of production traffic on the new version. */
  static long share(DeploymentState state) {
    return state.taskSets().stream()
        .filter(set -> set.label().is(TaskSetLabel.GREEN))
        .mapToLong(set -> Math.round(set.trafficWeight()))
        .max()
        .orElse(0);
  }

  /** The state of a rollback without its task sets, whose labels belong to the other deployment. */
  private static DeploymentState plain(DeploymentState state) {
    return new DeploymentState(
        state.id(), state.status(), false, state.error(), state.rollback(), List.of(), List.of());
  }

  private static String named(DeploymentState state) {
    return "is " + state.status();
  }
}
