package io.github.xacct.deploy;

import io.github.xacct.deploy.port.DeploymentEngine;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.deploy.port.TaskObserver;
import io.github.xacct.event.Reporter;
import java.time.Clock;

/**
 * Everything around the story that is not the story: the target account, the listener, the time.
 */
public record Ports(
    TaskDefinitions taskDefinitions,
    DeploymentEngine engine,
    TaskObserver observer,
    Scaling scaling,
    Reporter reporter,
    Clock clock,
    Sleeper sleeper) {

  /** The same, reported to somebody else. */
  public Ports reportingTo(Reporter other) {
    return new Ports(taskDefinitions, engine, observer, scaling, other, clock, sleeper);
  }

  /** What stands in the target account, as soon as the engine says. */
  public TargetAccountState look() {
    return new Polling(this).atFirst("about the target account", engine::look);
  }

  /** The same for whoever can do without a part of it. */
  public TargetAccountState look(Needed needed) {
    return new Polling(this).atFirst("about the target account", () -> engine.look(needed));
  }
}
