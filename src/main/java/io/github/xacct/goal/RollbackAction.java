package io.github.xacct.goal;

import io.github.xacct.aws.ecr.EcrRepository;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.deploy.GoodVersions;
import io.github.xacct.deploy.Rollback;
import io.github.xacct.deploy.RollbackTarget;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.AppSpec;
import java.util.List;

/** Deploys an earlier version again, or stops and rolls back the deployment in flight. */
final class RollbackAction implements ActiveDeployment.Action {
  private final GoalContext goal;
  private final String onActive;
  private final String to;

  @SuppressWarnings("NullAway.Init") // by check
  private Rollback.Good good;

  /**
   * Creates the action of the goal.
   *
   * @param onActive fail or stop, if a deployment is in flight
   * @param to version to deploy, as written
   */
  RollbackAction(GoalContext goal, String onActive, String to) {
    this.goal = goal;
    this.onActive = onActive;
    this.to = to;
  }

  @Override
  public void check(TargetAccount target, TargetAccountState state, Environment environment) {
    if (!onActive.equals("fail") && !onActive.equals("stop")) {
      throw XacctException.yours(
          "xacct.onActive: invalid value '" + onActive + "': expected fail or stop.");
    }
    var version = version();
    if (state.active().isPresent() && onActive.equals("stop")) {
      return;
    }
    state
        .active()
        .ifPresent(
            active -> {
              throw XacctException.yours("Deployment " + active.id() + " is in flight.")
                  .evidence("It is " + active.status() + " since " + active.since() + ".")
                  .suggestion(
                      "stop it and go back to what was before: mvn xacct:stop -Denv="
                          + environment.name());
            });
    var history = target.history(HistoryPatience.WHOLE);
    good =
        new GoodVersions(
                target.ports().taskDefinitions(), history, environment.task().containerName())
            .find(version, state, environment.name());
  }

  private RollbackTarget version() {
    try {
      return RollbackTarget.parse(to);
    } catch (IllegalArgumentException e) {
      throw XacctException.yours("xacct.to: " + e.getMessage() + ".");
    }
  }

  private AppSpec appSpec(Environment environment) {
    var files = goal.app().files(environment);
    return files.appSpec(files.taskDefinition());
  }

  @Override
  public Verdict act(ActiveDeployment.DeploymentContext context) {
    var state = context.look();
    if (state.active().isPresent()) {
      return context.stop(true);
    }
    var target = context.target();
    var settings = context.settings();
    var environment = context.environment();
    try (var builder =
        target
            .access()
            .builder(
                settings.registry().region(),
                "for the registry of account " + settings.registry().account())) {
      var repository =
          new EcrRepository(builder, settings.registry(), List.of(), context.reporter());
      return new Rollback(
              target.ports(), image -> repository.holds(image.digest()), appSpec(environment))
          .run(
              good,
              environment.task().containerName(),
              RunName.of(goal.facts()).label().by(),
              state,
              context.options().until(),
              context.options().breaker(),
              context.readyGate())
          .verdict();
    }
  }
}
