package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Occupied;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Event;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.RegisteredImage;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Deploys an earlier version whose deployment succeeded; the previous revision may never have run.
 */
public final class Rollback {
  private final Ports ports;
  private final Predicate<ImageReference> canBePulled;
  private final AppSpec appSpec;

  /**
   * @param canBePulled whether the registry still has an image
   * @param appSpec the properties of the service to deploy with it, whatever its version
   */
  public Rollback(Ports ports, Predicate<ImageReference> canBePulled, AppSpec appSpec) {
    this.ports = ports;
    this.canBePulled = canBePulled;
    this.appSpec = appSpec;
  }

  /**
   * Creates a deployment of the earlier task definition, and follows it.
   *
   * @param good from {@link GoodVersions}
   * @param container name of the app's container
   * @param by who rolls back
   * @throws XacctException if the version cannot run any more, before the first change; or if the
   *     deployment fails
   */
  public Outcome run(
      Good good,
      String container,
      String by,
      TargetAccountState state,
      Until until,
      CircuitBreaker.Threshold breaker,
      ReadyGate readyGate) {
    CombinedRefusal.refuse(state.problems());
    var revision = ports.taskDefinitions().describe(good.taskDefinition());
    if (revision.isEmpty()) {
      throw XacctException.yours(
              "The last good task definition "
                  + good.taskDefinition()
                  + " does not exist any more.")
          .suggestion("deploy it again from its commit: " + good.past().description());
    }
    var image = RegisteredImage.of(revision.get().json(), container);
    refuseWhatCannotBePulled(image, good);
    String description = DeploymentLabel.unique("rollback to " + good.past().id() + " by " + by);
    ports
        .reporter()
        .report(
            new Event.Note(
                "Going back to " + good.taskDefinition() + ": " + good.past().description()));
    var created = start(good, description, state);
    String id = created.deploymentId();
    var proof = image.map(i -> new Proof(i, container, Optional.empty()));
    var verdict = new Following(ports, state, breaker, readyGate).follow(id, created, until, proof);
    return new Outcome(verdict, Optional.of(id), Optional.of(good.taskDefinition()), image);
  }

  private Event.DeploymentCreated start(Good good, String description, TargetAccountState state) {
    try {
      return new Start(ports, state)
          .start(new Revision(good.taskDefinition(), appSpec), description);
    } catch (Occupied lost) {
      throw lost.refusal()
          .suggestion("stop what is in flight first: the same command with -Dxacct.onActive=stop,")
          .suggestion("or see what it is: " + ports.engine().statusCommand());
    }
  }

  /** The version to roll back to and the deployment that deployed it. */
  public record Good(History.Past past, String taskDefinition) {}

  private void refuseWhatCannotBePulled(Optional<ImageReference> image, Good good) {
    if (image.isPresent() && !canBePulled.test(image.get())) {
      throw XacctException.yours(
              "The image of the last good deployment is not in the registry any more.")
          .evidence(image.get() + ", deployed by " + good.past().id())
          .suggestion("deploy it again from its commit: " + good.past().description());
    }
  }
}
