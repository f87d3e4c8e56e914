package io.github.xacct.deploy;

import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.PromotionFacts;
import io.github.xacct.deploy.port.RunningTasks;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Event;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.RegisteredImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the image that an environment runs and has tested, to deploy it to another one. */
public final class Promotion {
  private static final int LOOK_BACK = 25;

  private final Ports ports;
  private final History history;
  private final RunningTasks tasks;
  private final List<String> reasons = new ArrayList<>();

  /** Creates a promotion; ports, history and tasks are those of the environment promoted from. */
  public Promotion(Ports ports, History history, RunningTasks tasks) {
    this.ports = ports;
    this.history = history;
    this.tasks = tasks;
  }

  /**
   * Returns the image that an environment runs, if it may be promoted.
   *
   * @param force whether to accept an image whose smoke tests have not passed
   * @throws XacctException with all reasons against the promotion
   */
  public PromotionFacts.Promoted of(Environment environment, boolean force) {
    var state = ports.look(Needed.SERVICE_AND_DEPLOYMENT);
    boolean moving = state.active().filter(active -> !hasShifted(active)).isPresent();
    if (moving) {
      String id = state.active().orElseThrow().id();
      reasons.add("Deployment " + id + " is in flight there, and its traffic has not moved yet.");
    }
    var running = state.runningTaskDefinition().flatMap(ports.taskDefinitions()::describe);
    String container = environment.task().containerName();
    var image = running.flatMap(revision -> RegisteredImage.of(revision.json(), container));
    if (image.isEmpty()) {
      reasons.add(
          "Its task definition %s names no image by digest for container %s."
              .formatted(state.runningTaskDefinition().orElse("(none)"), container));
    }
    image.ifPresent(wanted -> digests(wanted, container, state.active().isPresent() && !moving));
    var past = history.last(LOOK_BACK);
    lastDeployment(past);
    boolean tested =
        running.flatMap(SmokeTestTag::of).filter(SmokeTestTag.PASSED::equals).isPresent();
    if (!tested && !force) {
      reasons.add(untested(running, environment));
    }
    refuse(environment);
    String words = origin(past, state);
    return new PromotionFacts.Promoted(
        image.orElseThrow(),
        DeploymentLabel.commit(words),
        DeploymentLabel.committed(words),
        tested);
  }

  /**
   * The description of the deployment, for its commit; empty with a warning if it cannot be read.
   */
  private String origin(List<History.Past> past, TargetAccountState state) {
    try {
      return DeployedBy.by(history, past, state.runningTaskDefinition())
          .or(() -> past.stream().findFirst())
          .map(History.Past::description)
          .orElse("");
    } catch (XacctException e) {
      ports
          .reporter()
          .report(
              new Event.Warning(
                  "The commit of what is promoted is not noted. "
                      + e.problem()
                      + " "
                      + String.join(" ", e.evidence())));
      return "";
    }
  }

  private boolean hasShifted(Active active) {
    return new Polling(ports).stateAtFirst(active.id()).shifted();
  }

  /**
   * Adds a reason unless every task runs that digest.
   *
   * @param oldOnesEnd whether tasks without production traffic are ignored because they are about
   *     to stop
   */
  private void digests(ImageReference wanted, String container, boolean oldOnesEnd) {
    var proof = new ServiceProof(ports, tasks).of(wanted, container, oldOnesEnd);
    switch (proof.outcome()) {
      case PROVED -> {}
      case NOT_PROVED -> reasons.add(proof.words());
      case DISPROVED ->
          reasons.add(
              proof.of() == 0
                  ? "It has no running task."
                  : "Not all its tasks run %s, which its task definition names: %s."
                      .formatted(wanted.digest(), proof.why().orElseThrow()));
    }
  }

  /** Checks the last deployment; one in its termination wait counts as succeeded. */
  private void lastDeployment(List<History.Past> newestFirst) {
    if (newestFirst.isEmpty()) {
      reasons.add(ports.engine().name() + " has no deployment of it.");
      return;
    }
    var last = newestFirst.get(0);
    if (last.rollback()) {
      reasons.add("Its last deployment was rolled back by " + last.id() + ".");
    } else if (last.status().ended() && last.status() != DeploymentStatus.SUCCEEDED) {
      reasons.add(
          "Its last deployment %s has %s%s"
              .formatted(
                  last.id(), last.status(), last.error().map(error -> ": " + error).orElse(".")));
    }
  }

  private static String untested(
      Optional<TaskDefinitions.Registered> running, Environment environment) {
    boolean failed = running.flatMap(SmokeTestTag::of).isPresent();
    return failed
        ? "Its smoke tests have failed on what it runs."
        : "Its smoke tests have not been run on what it runs: mvn xacct:smoke-test -Denv="
            + environment.name();
  }

  private void refuse(Environment environment) {
    if (reasons.isEmpty()) {
      return;
    }
    var refusal =
        XacctException.yours("What runs in " + environment.name() + " cannot be promoted.");
    for (String reason : reasons) {
      refusal = refusal.evidence(reason);
    }
    throw refusal.suggestion("correct what is reported above; nothing was changed.");
  }
}
