package io.github.xacct.goal;

import io.github.xacct.aws.CallerIdentity;
import io.github.xacct.aws.codedeploy.DeploymentGroups;
import io.github.xacct.aws.elb.HealthCheckPath;
import io.github.xacct.deploy.port.Needed;
import io.github.xacct.deploy.port.ServiceSnapshot;
import io.github.xacct.deploy.port.TargetAccountState;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.event.Event;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.InitSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ErrorText;
import io.github.xacct.model.XacctException;
import java.util.Optional;

/**
 * An existing service that was created and deployed to by other means.
 *
 * @param environment that specifies the service, its application and its group
 * @param running task definition that has the production traffic
 * @param healthCheckPath of its target group
 */
record ExistingService(
    Environment environment,
    TaskDefinitions.Registered running,
    ServiceSnapshot standing,
    TargetAccountState look,
    Optional<String> healthCheckPath) {

  /**
   * Returns the deployment group of the environment's service; empty if ECS itself deploys it.
   *
   * @throws XacctException if there is no such group
   */
  static Optional<DeploymentGroups.Found> groupOf(TargetAccount target, Environment environment) {
    if (isByEcs(target)) {
      return Optional.empty();
    }
    var found =
        new DeploymentGroups(target.session())
            .serving(environment.cluster(), environment.service());
    return Optional.of(
        found.orElseThrow(
            () ->
                XacctException.yours(
                        "No CodeDeploy deployment group of account %s, %s deploys to service %s/%s."
                            .formatted(
                                environment.account(),
                                environment.region(),
                                environment.cluster(),
                                environment.service()))
                    .suggestion("correct -Dxacct.cluster, -Dxacct.service or -Dxacct.region;")
                    .suggestion(
                        "a service with the deployment controller ECS can be deployed to if its")
                    .suggestion("strategy is BLUE_GREEN, CANARY or LINEAR.")));
  }

  /**
   * Finds the application and group that deploy to the environment's service, unless they are
   * named.
   *
   * @param wanted takes them
   * @return whether it took any
   */
  static boolean named(Stage stage, Environment environment, RunName run, InitSettings wanted) {
    if (wanted.namesTheGroup()) {
      return false;
    }
    try (var target = enter(stage, environment, run, event -> {})) {
      var group = groupOf(target, environment);
      group.ifPresent(found -> wanted.group(found.application(), found.deploymentGroup()));
      return group.isPresent();
    }
  }

  /** Enters the account of the environment, by its role or as the caller. */
  static TargetAccount enter(Stage stage, Environment environment, RunName run, Reporter reporter) {
    var target = TargetAccount.enter(stage, environment, run, reporter);
    requireAccount(target, environment);
    return target;
  }

  /**
   * Whether ECS itself deploys the service; false if it cannot be read, which is reported later.
   */
  private static boolean isByEcs(TargetAccount target) {
    try {
      return target.engine().isByEcs();
    } catch (XacctException e) {
      return false;
    }
  }

  /**
   * Reads the service.
   *
   * @throws XacctException if a deployment to it could not succeed
   */
  static ExistingService look(TargetAccount target, Environment environment) {
    var state = target.ports().look(Needed.SERVICE_AND_GROUP);
    var running = state.runningTaskDefinition().flatMap(target.ports().taskDefinitions()::describe);
    if (state.standing().isEmpty() || running.isEmpty() || !state.problems().isEmpty()) {
      throw state.problems().stream()
          .findFirst()
          .orElseGet(
              () ->
                  XacctException.yours(
                      "Service " + environment.service() + " has no task definition yet."));
    }
    var snapshot = state.standing().get();
    return new ExistingService(
        environment,
        running.get(),
        snapshot,
        state,
        snapshot.targetGroup().flatMap(arn -> healthCheckPath(target, arn)));
  }

  /** Returns the health check's path, which only a rehearsal uses; on failure only warns. */
  private static Optional<String> healthCheckPath(TargetAccount target, String targetGroup) {
    try {
      return HealthCheckPath.of(target.session(), targetGroup);
    } catch (XacctException e) {
      target.ports().reporter().report(new Event.Warning(ErrorText.of(e)));
      return Optional.empty();
    }
  }

  /** Fails if there is no role and the caller's credentials are those of another account. */
  static void requireAccount(TargetAccount target, Environment environment) {
    if (environment.role().isPresent()) {
      return;
    }
    var caller = CallerIdentity.account(target.session());
    if (!caller.equals(environment.account())) {
      throw XacctException.yours(
              "These credentials are of account %s, but the environment is in %s."
                  .formatted(caller, environment.account()))
          .suggestion("name the role to assume there: -Dxacct.role=NAME_OR_ARN");
    }
  }
}
