package io.github.xacct.goal;

import io.github.xacct.aws.codedeploy.DeploymentGroups;
import io.github.xacct.aws.elb.HealthCheckPath;
import io.github.xacct.aws.Identity;
import io.github.xacct.deploy.port.Look;
import io.github.xacct.deploy.port.Standing;
import io.github.xacct.deploy.port.TaskDefinitions;
import io.github.xacct.model.Environment;
import io.github.xacct.model.XacctException;
import io.github.xacct.event.Event;
import java.util.Optional;

/**
 * A service that somebody else has made and deployed to, as far as the plugin has to know it.
 *
 * @param environment that names it, its application and its group
 * @param running task definition that has the production traffic
 * @param healthCheckPath of its target group
 */
record Existing(
    Environment environment,
    TaskDefinitions.Registered running,
    Standing standing,
    Look look,
    Optional<String> healthCheckPath) {

  /**
   * The group that deploys to the environment's service.
   *
   * @throws XacctException if there is none
   */
  static DeploymentGroups.Found groupOf(TargetAccount target, Environment environment) {
    return new DeploymentGroups(target.session())
        .serving(environment.cluster(), environment.service())
        .orElseThrow(
            () ->
                XacctException.yours(
                        "No CodeDeploy deployment group of account "
                            + environment.account()
                            + ", "
                            + environment.region()
                            + " deploys to service "
                            + environment.cluster()
                            + "/"
                            + environment.service()
                            + ".")
                    .suggestion("correct -Dxacct.cluster, -Dxacct.service or -Dxacct.region;")
                    .suggestion(
                        "a service of another deployment controller cannot be deployed to this"
                            + " way."));
  }

  /**
   * Looks at all of it.
   *
   * @throws XacctException if no deployment to it could work
   */
  static Existing look(TargetAccount target, Environment environment) {
    var look = target.ports().look();
    var running = look.runningTaskDefinition().flatMap(target.ports().taskDefinitions()::describe);
    if (look.standing().isEmpty() || running.isEmpty() || !look.problems().isEmpty()) {
      throw look.problems().stream()
          .findFirst()
          .orElseGet(
              () ->
                  XacctException.yours(
                      "Service " + environment.service() + " has no task definition yet."));
    }
    var standing = look.standing().get();
    return new Existing(
        environment,
        running.get(),
        standing,
        look,
        standing.targetGroup().flatMap(arn -> healthCheckPath(target, arn)));
  }

  /** A rehearsal asks for the path, nobody else does. */
  private static Optional<String> healthCheckPath(TargetAccount target, String targetGroup) {
    try {
      return HealthCheckPath.of(target.session(), targetGroup);
    } catch (XacctException e) {
      target.ports().reporter().tell(new Event.Warning(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Without a role the caller's credentials must be those of the account, or nothing is found. */
  static void requireAccount(TargetAccount target, Environment environment) {
    if (environment.role().isPresent()) {
      return;
    }
    var caller = Identity.account(target.session());
    if (!caller.equals(environment.account())) {
      throw XacctException.yours(
              "These credentials are of account "
                  + caller
                  + ", but the environment is in "
                  + environment.account()
                  + ".")
          .suggestion("name the role to assume there: -Dxacct.role=NAME_OR_ARN");
    }
  }
}
