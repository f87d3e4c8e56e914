package io.github.xacct.migrate;

import io.github.xacct.model.Environment;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.RoleArn;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be moved, and how.
 *
 * @param environment whose service it is
 * @param hooks functions that CodeDeploy calls, by the AppSpec
 * @param way in place, or by a second service
 * @param infrastructureRole with which ECS changes the load balancer
 * @param codeDeployRole that CodeDeploy has, for the way back
 * @param hookRole with which ECS invokes the functions of hooks; absent if hooks are left out
 */
public record MigrationRequest(
    Environment environment,
    Map<LifecycleHook, String> hooks,
    Way way,
    RoleArn infrastructureRole,
    RoleArn codeDeployRole,
    Optional<RoleArn> hookRole) {

  /** The same roles for another way of another service. */
  public MigrationRequest of(Environment other, Way otherWay) {
    return new MigrationRequest(
        other, hooks, otherWay, infrastructureRole, codeDeployRole, hookRole);
  }

  /** The role with which ECS is to invoke functions, if there are any to invoke. */
  public Optional<RoleArn> roleOfHooks() {
    return way == Way.BACK || hooks.isEmpty() ? Optional.empty() : hookRole;
  }
}
