package io.github.xacct.deploy.port;

import io.github.xacct.model.AppSpecSettings;
import java.util.List;
import java.util.Optional;

/**
 * The service and its deployment group as they stand, as far as a deployment could change them or
 * goes by them.
 *
 * @param settings platform version, network and capacity providers of the task set that has the
 *     production traffic; no hooks, which leave no trace
 * @param launchType absent with capacity providers
 * @param desiredCount tasks that the service wants
 * @param containerName behind the load balancer
 * @param containerPort of it
 * @param targetGroup ARN of the target group that has its traffic
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
   * How the deployment group deploys, alarms and rolls back.
   *
   * @param configuration by which a deployment of this environment goes
   * @param steps in which traffic moves by it, in words
   * @param alarms that stop a deployment
   * @param rollsBack whether it rolls back by itself
   * @param own what the service says instead, where ECS itself deploys it and there is no group
   */
  public record Group(
      String configuration,
      String steps,
      List<String> alarms,
      boolean rollsBack,
      Optional<Own> own) {

    /** The deployment group of CodeDeploy. */
    public Group(String configuration, String steps, List<String> alarms, boolean rollsBack) {
      this(configuration, steps, alarms, rollsBack, Optional.empty());
    }
  }

  /**
   * The hooks of a service that ECS itself deploys; container and port are the service's too.
   *
   * @param functions in no order
   * @param pauses in words
   * @param pausesForTests whether it waits with green on the test rule only
   * @param pausesBeforeSteps whether it waits before each step of production traffic
   * @param configuration of CodeDeploy that would move traffic in the same steps, if one is known
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
