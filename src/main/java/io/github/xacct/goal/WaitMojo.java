package io.github.xacct.goal;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Follows the deployment in flight, also one of another run, as blue-green-deploy does. If none is
 * in flight, it reports how the deployment of the last run ended, whose ID is in deployment.json,
 * and ends with that deployment's result.
 */
@Mojo(name = "wait", threadSafe = true)
public class WaitMojo extends FollowingMojo {
  /**
   * ID of the deployment to follow, or whose result to report. Default: that of an earlier step of
   * the same CI run, else the one in flight, else that of the last run.
   */
  @Parameter(property = "xacct.deployment")
  private String deployment;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment().online("This goal").withoutTemplates();
  }

  @Override
  void run(GoalContext goal) {
    new ActiveDeployment(goal, following(goal))
        .run(new WaitAction(goal, ActiveDeployment.written(deployment)));
  }
}
