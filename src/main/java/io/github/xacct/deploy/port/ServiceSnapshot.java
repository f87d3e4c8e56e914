package io.github.xacct.deploy.port;

import io.github.xacct.model.AppSpecSettings;
import java.util.List;
import java.util.Optional;

/**
 * The properties of the service and its deployment group that a deployment uses or could change.
 *
 * @param settings platform version, network and capacity providers of the task set with the
 *     production traffic; no hooks, which are not stored with it
 * @param launchType empty with capacity providers
 * @param desiredCount desired number of tasks of the service
 * @param containerName name of the container behind the load balancer
 * @param containerPort port of that container
 * @param targetGroup ARN of the target group with the production traffic
 */
public record ServiceSnapshot(
    AppSpecSettings settings,
    Optional<String> launchType,
    int desiredCount,
    Optional<String> containerName,
    Optional<Integer> containerPort,
    Optional<String> targetGroup,
    Group group) {

  /**
   * How the deployment group deploys: its configuration, alarms and rollbacks.
   *
   * @param configuration deployment configuration used by this environment
   * @param steps of the traffic shift, as text
   * @param alarms that stop a deployment
   * @param rollsBack whether it rolls back automatically
   * @param own the service's own configuration if ECS deploys it, in which case there is no group
   */
  public record Group(
      String configuration,
      String steps,
      List<String> alarms,
      boolean rollsBack,
      Optional<Own> own) {

    /** A deployment group of CodeDeploy. */
    public Group(String configuration, String steps, List<String> alarms, boolean rollsBack) {
      this(configuration, steps, alarms, rollsBack, Optional.empty());
    }
  }

  /**
   * The hooks of a service that ECS itself deploys; container and port are the service's too.
   *
   * @param functions in no particular order
   * @param pauses as text
   * @param pausesForTests whether it waits when only the test listener rule forwards to green
   * @param pausesBeforeSteps whether it waits before each step of production traffic
   * @param configuration deployment configuration of CodeDeploy with the same steps, if there is
   *     one
   */
  public record Own(
      List<Function> functions,
      List<String> pauses,
      boolean pausesForTests,
      boolean pausesBeforeSteps,
      Optional<String> configuration) {}

  /** A Lambda function and the stages at which it is invoked. */
  public record Function(String stages, String name) {}
}
