package io.github.xacct.goal.configuration;

import java.util.List;
import java.util.Optional;

/**
 * What the embedded AWS has to know of an environment and no other setting holds.
 *
 * @param terminationWait minutes until the original tasks end
 * @param readyWait minutes to wait in Ready; absent means to go on at once
 * @param testListener whether there is one
 * @param desiredCount tasks of the service
 * @param autoScaling whether it is a scalable target
 * @param functions of hooks that run on this machine
 * @param deployedByEcs whether ECS itself deploys the service, and not CodeDeploy
 * @param network whether the stacks put it behind a Network Load Balancer
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
