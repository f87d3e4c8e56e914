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
 * The parts of a rehearsal that service deployments use.
 *
 * @param functions invokes hook functions
 * @param onTraffic called when a deployment begins
 * @param onPrimary called with the new serving task set
 * @param onDeployments called with a service's deployments to save
 * @param onServiceCreated called after a service was added to the resource store
 * @param log receives what no API reports
 */
public record ServiceDeploymentWorld(
    Pace pace,
    Set<Fault> faults,
    ResourceStore store,
    RunningServices services,
    LoadBalancing loadBalancing,
    ServiceScheduler scheduler,
    TaskDefinitions taskDefinitions,
    LambdaFunctions functions,
    Consumer<RunningService> onTraffic,
    BiConsumer<RunningService, TaskSet> onPrimary,
    BiConsumer<RunningService, ObjectNode> onDeployments,
    Runnable onServiceCreated,
    Consumer<String> log) {}
