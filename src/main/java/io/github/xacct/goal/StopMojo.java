package io.github.xacct.goal;

import io.github.xacct.deploy.Attach;
import io.github.xacct.deploy.Look;
import io.github.xacct.model.Environment;
import io.github.xacct.report.Reporter;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Stops the deployment that is in flight, and rolls it back. */
@Mojo(name = "stop", threadSafe = true)
public class StopMojo extends ActiveDeploymentMojo {

  /**
   * Whether the old version gets all traffic back. Without, both task sets stay as they are, also
   * if the traffic is split between them.
   */
  @Parameter(property = "xacct.rollback", defaultValue = "true")
  private boolean rollback;

  @Override
  void check(TargetAccount target, Look look, Environment environment) {
    demandActive(look, environment);
  }

  @Override
  void act(
      TargetAccount target,
      Environment environment,
      Settings settings,
      Look look,
      FollowingOptions options,
      Reporter reporter) {
    var active = look.active().orElseThrow();
    conclude(new Attach(target.ports()).stop(active, look, rollback), reporter);
  }
}
