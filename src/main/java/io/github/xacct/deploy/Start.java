package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.Occupied;
import io.github.xacct.deploy.port.Revision;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Event;
import java.time.Instant;

/** Starts a deployment while the service's auto scaling is suspended. */
final class Start {
  private final Ports ports;
  private final Detachment detachment;

  Start(Ports ports, TargetAccountState state) {
    this.ports = ports;
    this.detachment = new Detachment(ports, state);
  }

  /**
   * Creates the deployment exactly once, even if responses are lost.
   *
   * @param description of the deployment, which begins with the name of the run
   * @return the event that reports the creation
   * @throws Occupied if another deployment is in flight
   */
  Event.DeploymentCreated start(Revision revision, String description) {
    var pause = new ScalingPause(ports);
    String run = DeploymentLabel.run(description).orElseThrow();
    pause.begin(run);
    var creation = new Creation(ports, revision, description);
    Instant began = ports.clock().instant();
    try {
      ports.reporter().report(new Event.DeploymentRequested(description));
      String id = creation.create();
      pause.won(run);
      return new Event.DeploymentCreated(id, ports.engine().consoleUrl(id));
    } catch (RuntimeException | Error e) {
      if (creation.inDoubt()) {
        throw detachment.inDoubt(description, began, e);
      }
      ports.reporter().report(new Event.DeploymentNotCreated());
      pause.cancel(run);
      throw e;
    }
  }
}
