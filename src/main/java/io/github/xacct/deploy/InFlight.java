package io.github.xacct.deploy;

import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.TaskDefinitionDiff;
import java.time.Instant;
import java.util.Optional;

/** Decides what happens to a deployment that is already in flight. */
final class InFlight {
  private final Ports ports;
  private final DeploymentLabel label;
  private final OnActive policy;
  private Optional<String> winner = Optional.empty();

  InFlight(Ports ports, DeploymentLabel label, OnActive policy) {
    this.ports = ports;
    this.label = label;
    this.policy = policy;
  }

  /**
   * Follows, awaits or stops the deployment in flight, or refuses to deploy.
   *
   * @param state of the target account in which the deployment was found
   * @param wanted the task definition to deploy
   * @return ID of the deployment to follow instead of creating one; empty if one may be created
   * @throws XacctException if the policy allows neither
   */
  Optional<String> settle(
      Active active, TargetAccountState state, ImageReference image, String wanted) {
    if (brings(active, image, wanted)) {
      return Optional.of(active.id());
    }
    switch (policy) {
      case WAIT -> waitFor(active, state);
      case SUPERSEDE -> supersede(active, state);
      default -> throw refusal(active);
    }
    return Optional.empty();
  }

  /** Whether the deployment in flight deploys the same version, as that of a rerun build does. */
  private boolean brings(Active active, ImageReference image, String wanted) {
    var theirs = active.taskDefinition().flatMap(ports.taskDefinitions()::describe);
    if (theirs.isPresent()) {
      return TaskDefinitionDiff.same(theirs.get().json(), wanted);
    }
    return label.isOf(active.description(), image)
        || policy == OnActive.ATTACH && DeploymentLabel.names(active.description(), image);
  }

  /** Records that another run created its deployment first. */
  void lost(Active winner) {
    this.winner = Optional.of(winner.id());
    ports
        .reporter()
        .report(
            new Event.Note(
                "Two runs deploy at once: " + who(winner) + " was created a moment before ours."));
  }

  private void waitFor(Active active, TargetAccountState state) {
    ports
        .reporter()
        .report(
            new Event.Note("Waiting for the end of " + who(active) + " before ours is created."));
    followToTheEnd(active, state, watcher());
  }

  private Watcher watcher() {
    return new Watcher(ports, TaskHealthMonitor.blind(ports), ReadyGate.somebodyElses());
  }

  private void supersede(Active active, TargetAccountState state) {
    Optional<Instant> theirs = DeploymentLabel.committed(active.description());
    if (theirs.isEmpty()
        || label.committed().isEmpty()
        || !theirs.get().isBefore(label.committed().get())) {
      throw refusal(active)
          .evidence(
              theirs.isEmpty() || label.committed().isEmpty()
                  ? "Not superseded: it is unknown which of the two commits is older."
                  : "Not superseded: its commit of " + theirs.get() + " is not older than ours.");
    }
    ports.reporter().report(new Event.Note("Stopping " + who(active) + ": its commit is older."));
    followToTheEnd(active, state, watcher().stopping(true));
  }

  /**
   * Follows the deployment to its end, including its rollback, which blocks a new deployment too.
   */
  private void followToTheEnd(Active active, TargetAccountState state, Watcher watcher) {
    try {
      followed(active, state, watcher);
    } catch (XacctException e) {
      throw e.evidence("Deployment " + active.id() + " goes on without us.")
          .suggestion("follow it: " + ports.engine().followCommand())
          .suggestion("or stop it and go back: " + ports.engine().stopCommand(active.id()));
    }
  }

  private void followed(Active active, TargetAccountState state, Watcher watcher) {
    var limit = state.timing().limit();
    var ended = watcher.follow(active.id(), Until.TERMINATED, limit);
    if (ended.status() != DeploymentStatus.SUCCEEDED) {
      watcher.followRollback(ended, limit);
    }
  }

  /** Refuses before the first change if {@link #settle} is certain to refuse. */
  void refuseEarly(Active active) {
    boolean unknown = active.description().isEmpty() && ports.engine().mayLackDescription();
    if (policy == OnActive.FAIL && !unknown && !label.mayBeOf(active.description())) {
      throw refusal(active);
    }
  }

  private XacctException refusal(Active active) {
    var refusal =
        XacctException.yours(
                "Deployment " + active.id() + " is in flight " + ports.engine().oneAtATime() + ".")
            .evidence(
                "It is %s since %s, started by %s%s"
                    .formatted(
                        active.status(),
                        active.since(),
                        active.by(),
                        active.description().isEmpty() ? "." : ": " + active.description()));
    if (winner.filter(active.id()::equals).isPresent()) {
      refusal =
          refusal
              .evidence("It was created while this run prepared its own, which was not created.")
              .suggestion("follow it: " + ports.engine().followCommand());
    }
    return refusal
        .suggestion("wait for its end (the termination wait counts too): -Dxacct.onActive=wait,")
        .suggestion("or stop it and go back: " + ports.engine().stopCommand(active.id()))
        .suggestion(DocPage.DEPLOYMENT_IN_FLIGHT.toString());
  }

  private static String who(Active active) {
    return "deployment " + active.id() + " of " + active.by();
  }
}
