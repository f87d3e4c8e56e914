package io.github.xacct.goal;

import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.Element;
import io.github.xacct.model.Environment;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Stops the deployment that is in flight, and rolls it back. */
@Mojo(name = "stop", threadSafe = true)
public class StopMojo extends FollowingMojo {

  /**
   * Whether the old version gets all traffic back. If false, both task sets stay as they are, even
   * if the traffic is split between them.
   */
  @Parameter(property = "xacct.rollback", defaultValue = "true")
  private String rollback;

  /**
   * ID of the deployment to stop; another one in flight is left alone. Default: the one in flight.
   */
  @Parameter(property = "xacct.deployment")
  private String deployment;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment().online("This goal").withoutTemplates();
  }

  @Override
  void run(GoalContext goal) {
    new ActiveDeployment(goal, following(goal)).run(new Stop(deployment, Element.isTrue(rollback)));
  }

  /**
   * Stops the deployment.
   *
   * @param deployment its ID, as written
   * @param rollback whether the old version gets all traffic back
   */
  private record Stop(@Nullable String deployment, boolean rollback)
      implements ActiveDeployment.Action {

    @Override
    public Needed needs(TargetAccount target, Settings settings, Environment environment) {
      return Needed.toFollow(ActiveDeployment.written(deployment), false);
    }

    @Override
    public void check(TargetAccount target, TargetAccountState state, Environment environment) {
      ActiveDeployment.requireThis(deployment, state, environment);
    }

    @Override
    public Verdict act(ActiveDeployment.DeploymentContext context) {
      return context.stop(rollback);
    }
  }
}
