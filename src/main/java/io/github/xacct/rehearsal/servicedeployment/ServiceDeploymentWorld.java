package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.RunningServices;
import io.github.xacct.rehearsal.ecs.ServiceScheduler;
import io.github.xacct.rehearsal.ecs.TaskDefinitions;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What the deployments of ECS itself work with.
 *
 * @param functions of hooks
 * @param onTraffic reported when a deployment begins
 * @param onPrimary reported which tasks serve from now on
 * @param onDeployments reported of all that is to be remembered of a service
 * @param onEstate reported when a service was put into the estate
 * @param log for what nobody asks an API for
 */
public record ServiceDeploymentWorld(
    Pace pace,
    Set<Fault> faults,
    ResourceStore estate,
    RunningServices services,
    LoadBalancing loadBalancing,
    ServiceScheduler scheduler,
    TaskDefinitions taskDefinitions,
    LambdaFunctions functions,
    Consumer<RunningService> onTraffic,
    BiConsumer<RunningService, TaskSet> onPrimary,
    BiConsumer<RunningService, ObjectNode> onDeployments,
    Runnable onEstate,
    Consumer<String> log) {}
