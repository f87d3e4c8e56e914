package io.github.xacct.goal;

import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Approves the deployment that waits for approval: production traffic shifts. In a deployment by
 * ECS itself that waits before each step it approves one step; before the next one, smoke tests,
 * verify command and approval are required again.
 */
@Mojo(name = "continue", threadSafe = true)
public class ContinueMojo extends FollowingMojo {

  /**
   * ID of the deployment to approve; another one in flight is left alone. Default: the one in
   * flight.
   */
  @Parameter(property = "xacct.deployment")
  private String deployment;

  @Override
  GoalNeeds needs() {
    return GoalNeeds.oneEnvironment().online("This goal").withoutTemplates();
  }

  @Override
  void run(GoalContext goal) {
    new ActiveDeployment(goal, following(goal)).run(new Approval(deployment));
  }

  /**
   * Approves the deployment, and follows it.
   *
   * @param deployment its ID, as written
   */
  private record Approval(@Nullable String deployment) implements ActiveDeployment.Action {

    @Override
    public Needed needs(TargetAccount target, Settings settings, Environment environment) {
      return ActiveDeployment.toFollow(ActiveDeployment.written(deployment), settings, environment);
    }

    @Override
    public void check(TargetAccount target, TargetAccountState state, Environment environment) {
      ActiveDeployment.requireThis(deployment, state, environment);
      var active = state.active().orElseThrow();
      if (!active.status().is(DeploymentStatus.READY)) {
        throw XacctException.yours(
                "Deployment %s does not wait for approval: it is %s."
                    .formatted(active.id(), active.status()))
            .suggestion("follow it: mvn xacct:wait -Denv=" + environment.name());
      }
    }

    @Override
    public Verdict act(ActiveDeployment.DeploymentContext context) {
      return context.follow(context.readyGate().approvedOnce());
    }
  }
}
