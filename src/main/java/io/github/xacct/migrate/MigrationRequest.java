package io.github.xacct.migrate;

import io.github.xacct.model.Environment;
import io.github.xacct.model.LifecycleHook;
import io.github.xacct.model.RoleArn;
import java.util.Map;

/**
 * What is to be moved, and how.
 *
 * @param environment whose service it is
 * @param hooks functions that CodeDeploy calls, by the AppSpec
 * @param way in place, or by a second service
 * @param infrastructureRole with which ECS changes the load balancer
 * @param codeDeployRole that CodeDeploy has, for the way back
 */
public record MigrationRequest(
    Environment environment,
    Map<LifecycleHook, String> hooks,
    Way way,
    RoleArn infrastructureRole,
    RoleArn codeDeployRole) {

  /** The same roles for another way of another service. */
  public MigrationRequest of(Environment other, Way otherWay) {
    return new MigrationRequest(other, hooks, otherWay, infrastructureRole, codeDeployRole);
  }
}
