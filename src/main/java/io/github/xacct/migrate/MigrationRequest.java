package io.github.xacct.migrate;

import io.github.xacct.model.Environment;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.RoleArn;
import java.util.Map;
import java.util.Optional;

/**
 * The service to move, and how.
 *
 * @param environment the environment of the service
 * @param hooks functions that CodeDeploy invokes, by hook of the AppSpec
 * @param way in place, or by a second service
 * @param infrastructureRole the role by which ECS changes the load balancer
 * @param codeDeployRole CodeDeploy's service role, for the way back
 * @param hookRole the role by which ECS invokes the functions of hooks; empty if hooks are left out
 */
public record MigrationRequest(
    Environment environment,
    Map<LifecycleHook, String> hooks,
    Way way,
    RoleArn infrastructureRole,
    RoleArn codeDeployRole,
    Optional<RoleArn> hookRole) {

  /** Returns a request with the same roles for another environment and way. */
  public MigrationRequest of(Environment other, Way otherWay) {
    return new MigrationRequest(
        other, hooks, otherWay, infrastructureRole, codeDeployRole, hookRole);
  }

  /** Returns the role by which ECS invokes functions, if there are any. */
  public Optional<RoleArn> roleOfHooks() {
    return way == Way.BACK || hooks.isEmpty() ? Optional.empty() : hookRole;
  }
}
