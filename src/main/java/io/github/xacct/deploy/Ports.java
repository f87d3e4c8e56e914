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

/** The interfaces that a deployment uses: the target account, the reporter, the clock. */
public record Ports(
    TaskDefinitions taskDefinitions,
    DeploymentEngine engine,
    TaskObserver observer,
    Scaling scaling,
    Reporter reporter,
    Clock clock,
    Sleeper sleeper) {

  /** The same ports with another reporter. */
  public Ports reportingTo(Reporter other) {
    return new Ports(taskDefinitions, engine, observer, scaling, other, clock, sleeper);
  }

  /** Reads the state of the target account, with retries. */
  public TargetAccountState look() {
    return new Polling(this).atFirst("about the target account", engine::look);
  }

  /** Reads the state of the target account; parts that are not needed may be missing. */
  public TargetAccountState look(Needed needed) {
    return new Polling(this).atFirst("about the target account", () -> engine.look(needed));
  }
}
