package io.github.xacct.goal;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Deploys an earlier version again, by default the last good one: the newest deployment that
 * succeeded with another task definition than the running one. Checks first that its task
 * definition is active and its image can still be pulled.
 */
@Mojo(name = "rollback", threadSafe = true)
public class RollbackMojo extends FollowingMojo {

  /**
   * What to do when a deployment is in flight: fail, or stop (stop it, which rolls back to the
   * previous version: the quickest way while the deployment is in progress).
   */
  @Parameter(property = "xacct.onActive", defaultValue = "fail")
  private String onActive;

  /**
   * The version to go back to, of those whose deployment succeeded: a number of good versions back
   * (1 is the last good one), a deployment ID, a revision (family:12 or :12), a commit or an image
   * digest, both of which may be shortened. See the goal history.
   */
  @Parameter(property = "xacct.to", defaultValue = "1")
  private String to;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment().online("This goal").withoutTemplates();
  }

  @Override
  void run(GoalContext goal) {
    new ActiveDeployment(goal, following(goal)).run(new RollbackAction(goal, onActive, to));
  }
}
