package io.github.xacct.deploy;

import io.github.xacct.report.Event;
import java.time.Instant;

/** How a deployment is started: with the service's auto scaling held still. */
final class Start {
  private final Ports ports;
  private final Detachment detachment;

  Start(Ports ports, Look look) {
    this.ports = ports;
    this.detachment = new Detachment(ports, look);
  }

  /**
   * Starts it.
   *
   * @return the first event of its story
   */
  Event.DeploymentCreated start(String taskDefinition, String description) {
    var pause = new ScalingPause(ports);
    pause.begin();
    var creation = new Creation(ports, taskDefinition, description);
    Instant began = ports.clock().instant();
    try {
      ports.reporter().tell(new Event.DeploymentRequested(description));
      String id = creation.create();
      return new Event.DeploymentCreated(id, ports.engine().consoleUrl(id));
    } catch (RuntimeException | Error e) {
      if (creation.inDoubt()) {
        throw detachment.inDoubt(description, began, e);
      }
      pause.cancel();
      throw e;
    }
  }
}
