package io.github.xacct.goal;

import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.deploy.port.Active;
import io.github.xacct.deploy.port.History;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.report.DeploymentFiles;
import java.util.Optional;

/** Follows the deployment in flight, or reports the result of a given or the last deployment. */
final class WaitAction implements ActiveDeployment.Action {
  private final GoalContext goal;
  private final Optional<String> written;
  private Optional<History.Past> named = Optional.empty();

  /**
   * Creates the action of the goal.
   *
   * @param written ID of the deployment; empty if the user gave none
   */
  WaitAction(GoalContext goal, Optional<String> written) {
    this.goal = goal;
    this.written = written;
  }

  @Override
  public Needed needs(TargetAccount target, Settings settings, Environment environment) {
    named = written.or(() -> ofThisRun(environment)).flatMap(id -> find(id, target));
    if (named.isEmpty() && written.isPresent()) {
      throw XacctException.yours(
              "xacct.deployment: %s is not a deployment of %s."
                  .formatted(
                      written.get(),
                      target.engine().isByEcs()
                          ? "service " + environment.service()
                          : "group "
                              + environment.application()
                              + "/"
                              + environment.deploymentGroup()))
          .suggestion("mvn xacct:history -Denv=" + environment.name());
    }
    if (named.filter(past -> past.status().ended()).isPresent()) {
      return Needed.NOTHING;
    }
    return ActiveDeployment.toFollow(named.map(History.Past::id), settings, environment);
  }

  private static Optional<History.Past> find(String id, TargetAccount target) {
    return target.history(HistoryPatience.WHOLE).find(id);
  }

  @Override
  public void check(TargetAccount target, TargetAccountState state, Environment environment) {
    if (named.isEmpty() && state.active().isEmpty()) {
      named = ofTheLastRun(environment).flatMap(id -> find(id, target));
    }
    if (named.isEmpty()) {
      ActiveDeployment.requireOne(state, environment);
      state.active().ifPresent(active -> nameTheOther(active, environment));
    }
  }

  /** Returns the deployment of an earlier step of this CI run, whichever is in flight now. */
  private Optional<String> ofThisRun(Environment environment) {
    return goal.output()
        .ci()
        .named()
        .flatMap(run -> DeploymentFiles.deploymentId(goal.outputFolder(environment), run));
  }

  private void nameTheOther(Active active, Environment environment) {
    ofTheLastRun(environment)
        .filter(last -> !last.equals(active.id()))
        .ifPresent(
            last ->
                goal.log()
                    .info(
                        "Following the deployment in flight, "
                            + active.id()
                            + ". How that of the last run here ended: -Dxacct.deployment="
                            + last));
  }

  private Optional<String> ofTheLastRun(Environment environment) {
    return DeploymentFiles.deploymentId(goal.outputFolder(environment));
  }

  @Override
  public Verdict act(ActiveDeployment.DeploymentContext context) {
    return named.isPresent()
        ? context.follow(named.get(), context.readyGate())
        : context.follow(context.readyGate());
  }
}
