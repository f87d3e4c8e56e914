package io.github.xacct.goal.configuration;

import java.util.List;
import java.util.Optional;

/**
 * The settings of an environment that only the embedded AWS uses.
 *
 * @param terminationWait minutes until the original tasks are stopped
 * @param readyWait minutes to wait in status Ready; absent means not to wait
 * @param testListener whether there is a test listener
 * @param desiredCount number of tasks of the service
 * @param autoScaling whether the service is a scalable target
 * @param functions Lambda functions of hooks that run on this machine
 * @param deployedByEcs whether ECS itself deploys the service instead of CodeDeploy
 * @param network whether the stacks create a Network Load Balancer for the service
 */
public record RehearsalSettings(
    int terminationWait,
    Optional<Integer> readyWait,
    boolean testListener,
    int desiredCount,
    boolean autoScaling,
    List<FunctionSettings> functions,
    boolean deployedByEcs,
    boolean network) {}
