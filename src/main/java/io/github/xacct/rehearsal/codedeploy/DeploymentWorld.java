package io.github.xacct.rehearsal.codedeploy;

import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.RunningServices;
import io.github.xacct.rehearsal.ecs.ServiceScheduler;
import io.github.xacct.rehearsal.ecs.TaskDefinitions;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a deployment works with.
 *
 * @param onTraffic reported when blue serves and the deployment begins
 * @param onPrimary reported which task set is the primary one from now on
 * @param onDeployments reported of a service's deployments, newest first, when they have changed
 * @param log for what nobody asks an API for
 */
public record DeploymentWorld(
    Pace pace,
    Set<Fault> faults,
    ResourceStore estate,
    RunningServices services,
    LoadBalancing loadBalancing,
    ServiceScheduler scheduler,
    TaskDefinitions taskDefinitions,
    Consumer<RunningService> onTraffic,
    BiConsumer<RunningService, TaskSet> onPrimary,
    BiConsumer<RunningService, List<Deployment>> onDeployments,
    Consumer<String> log) {}
