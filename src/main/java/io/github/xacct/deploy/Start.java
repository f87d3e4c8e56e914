package io.github.xacct.deploy;

import io.github.xacct.report.Event;

/** How a deployment is started: with the service's auto scaling held still. */
final class Start {
  private final Ports ports;

  Start(Ports ports) {
    this.ports = ports;
  }

  /**
   * Starts it.
   *
   * @return id of the deployment
   */
  String start(String taskDefinition, String description) {
    var pause = new ScalingPause(ports);
    pause.begin();
    String id;
    try {
      id = ports.start(taskDefinition, description);
    } catch (RuntimeException e) {
      pause.cancel();
      throw e;
    }
    ports.reporter().tell(new Event.DeploymentCreated(id, ports.engine().consoleUrl(id)));
    return id;
  }
}
