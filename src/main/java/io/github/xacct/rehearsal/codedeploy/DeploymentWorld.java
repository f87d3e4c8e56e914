package io.github.xacct.rehearsal.codedeploy;

import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.RunningServices;
import io.github.xacct.rehearsal.ecs.ServiceScheduler;
import io.github.xacct.rehearsal.ecs.TaskDefinitions;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.plan.FunctionFailure;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.state.ResourceStore;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The parts of a rehearsal that deployments use.
 *
 * @param hooks functions that run on this machine
 * @param notices receives the events of deployments
 * @param log receives what no API reports
 */
public record DeploymentWorld(
    Pace pace,
    Set<Fault> faults,
    ResourceStore store,
    RunningServices services,
    LoadBalancing loadBalancing,
    ServiceScheduler scheduler,
    TaskDefinitions taskDefinitions,
    HookFunctions hooks,
    Notices notices,
    Consumer<String> log) {

  /** Receives the events of deployments. */
  public interface Notices {
    /** A deployment begins while blue receives traffic. */
    void began(RunningService service);

    /** A task set has become the primary one. */
    void promoted(RunningService service, TaskSet primary);

    /** A service's deployments, newest first, have changed. */
    void changed(RunningService service, List<Deployment> all);

    /** A hook function has failed a deployment. */
    void failed(FunctionFailure failure);
  }
}
