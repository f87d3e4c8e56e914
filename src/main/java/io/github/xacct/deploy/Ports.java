package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.Look;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.deploy.port.Witness;
import io.github.xacct.event.Reporter;
import java.time.Clock;

/**
 * Everything around the story that is not the story: the target account, the listener, the time.
 */
public record Ports(
    TaskDefinitions taskDefinitions,
    DeploymentEngine engine,
    Witness witness,
    Scaling scaling,
    Reporter reporter,
    Clock clock,
    Sleeper sleeper) {

  /** The same, told to somebody else. */
  public Ports reportingTo(Reporter other) {
    return new Ports(taskDefinitions, engine, witness, scaling, other, clock, sleeper);
  }

  /** What stands in the target account, as soon as the engine says. */
  public Look look() {
    return new Polling(this).atFirst("about the target account", engine::look);
  }
}
