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
 * What is reported of a deployment that goes on without us: how it stands, when it ends by itself,
 * how to follow it and how to stop it.
 *
 * @param endsBy when it has ended in any case, by its deployment group's own limits
 * @param scalingSuspended whether auto scaling may be suspended for it
 * @param ready what becomes of it before its traffic moves
 */
public record Unwatched(
    String id, Instant endsBy, DeploymentEngine engine, boolean scalingSuspended, ReadyWait ready) {

  /**
   * The same as an exception.
   *
   * @param why we do not follow it any more
   * @param last how it stands, if that can be seen
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
   * The same of a rollback, which nobody should stop: traffic would stay where it is.
   *
   * @param undone what it rolls back, and how that is
   */
  public XacctException leftGoingBack(
      XacctException why, Optional<DeploymentState> last, String undone) {
    return why.under("Deployment " + id + " goes on without us: " + why.problem())
        .evidence(ends(last.map(Unwatched::plain), endsBy))
        .evidence("It rolls back deployment " + undone)
        .suggestion("follow it: " + engine.followCommand());
  }

  /** How it stands and when it ends. */
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

  /** The same of a moment that has passed. */
  static String was(DeploymentState state) {
    return is(state).replaceFirst("^has ", "had ").replaceFirst("^is ", "was ");
  }

  /** Percent of production traffic on the new version. */
  static long share(DeploymentState state) {
    return state.taskSets().stream()
        .filter(set -> set.label().is(TaskSetLabel.GREEN))
        .mapToLong(set -> Math.round(set.trafficWeight()))
        .max()
        .orElse(0);
  }

  /** What is new of a deployment is old of its rollback. */
  private static DeploymentState plain(DeploymentState state) {
    return new DeploymentState(
        state.id(), state.status(), false, state.error(), state.rollback(), List.of(), List.of());
  }

  private static String named(DeploymentState state) {
    return "is " + state.status();
  }
}
