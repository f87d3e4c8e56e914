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
 * What a deployment works with.
 *
 * @param hooks that run on this machine
 * @param notices of what deployments do
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
    HookFunctions hooks,
    Notices notices,
    Consumer<String> log) {

  /** Is informed of what deployments do. */
  public interface Notices {
    /** Blue serves, and a deployment begins. */
    void began(RunningService service);

    /** A task set is the primary one from now on. */
    void promoted(RunningService service, TaskSet primary);

    /** A service's deployments, newest first, have changed. */
    void changed(RunningService service, List<Deployment> all);

    /** A hook's function has failed a deployment. */
    void failed(FunctionFailure failure);
  }
}
