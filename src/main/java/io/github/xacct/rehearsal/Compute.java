package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.codedeploy.CodeDeploy;
import io.github.xacct.rehearsal.codedeploy.Deployment;
import io.github.xacct.rehearsal.codedeploy.DeploymentGroup;
import io.github.xacct.rehearsal.codedeploy.DeploymentWorld;
import io.github.xacct.rehearsal.codedeploy.Deployments;
import io.github.xacct.rehearsal.codedeploy.HookFunctions;
import io.github.xacct.rehearsal.codedeploy.Lambda;
import io.github.xacct.rehearsal.codedeploy.RestoredListeners;
import io.github.xacct.rehearsal.codedeploy.SavedDeployments;
import io.github.xacct.rehearsal.codedeploy.TestFunctionRun;
import io.github.xacct.rehearsal.codedeploy.TrafficWatch;
import io.github.xacct.rehearsal.ecr.RegistryTokens;
import io.github.xacct.rehearsal.ecs.AutoScaling;
import io.github.xacct.rehearsal.ecs.ComputeState;
import io.github.xacct.rehearsal.ecs.Ecs;
import io.github.xacct.rehearsal.ecs.OneOffTasks;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.RunningServices;
import io.github.xacct.rehearsal.ecs.ServiceScheduler;
import io.github.xacct.rehearsal.ecs.TaskDefinitions;
import io.github.xacct.rehearsal.ecs.TaskNetwork;
import io.github.xacct.rehearsal.ecs.TaskRunner;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.elb.Elbv2;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.elb.ServerCertificates;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.FunctionFailure;
import io.github.xacct.rehearsal.plan.Pace;
import io.github.xacct.rehearsal.plan.RehearsalPlan;
import io.github.xacct.rehearsal.readonly.CloudWatch;
import io.github.xacct.rehearsal.readonly.Parameters;
import io.github.xacct.rehearsal.readonly.SecretsManager;
import io.github.xacct.rehearsal.s3.Buckets;
import io.github.xacct.rehearsal.servicedeployment.RestoredRules;
import io.github.xacct.rehearsal.servicedeployment.ScriptedFunctions;
import io.github.xacct.rehearsal.servicedeployment.ServiceDeploymentCalls;
import io.github.xacct.rehearsal.servicedeployment.ServiceDeploymentWorld;
import io.github.xacct.rehearsal.servicedeployment.ServiceDeployments;
import io.github.xacct.rehearsal.setup.RestoredVersions;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.task.ImagePull;
import io.github.xacct.rehearsal.task.Logs;
import io.github.xacct.rehearsal.task.TaskPrerequisites;
import io.github.xacct.rehearsal.wire.Service;
import io.github.xacct.rehearsal.wire.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The compute part of the embedded AWS: services with running tasks, deployments that shift traffic
 * between task sets, and the APIs that report both. {@link #close} ends all of it.
 */
final class Compute implements AutoCloseable {
  /** Also the health check interval: AWS's 5 s when a minute takes one second. */
  private static final long TICK_MILLIS = 100;

  private final ResourceStore store;
  private final TaskDefinitions taskDefinitions;
  private final HookFunctions hooks;
  private final TrafficWatch traffic;
  private final RehearsedEnvironments environments;
  private final EcsHandlers handlers;
  private final Deque<AutoCloseable> closers = new ArrayDeque<>();
  private final RunningServices services;
  private final LoadBalancing loadBalancing;
  private final ComputeState state;
  private final ServiceScheduler scheduler;
  private final ServiceLife life;
  private final Consumer<String> log;
  private final List<Service> apis;
  private final Threads threads = new Threads();
  private final Deployments deployments;
  private final ServiceDeployments own;

  /**
   * Starts all parts. The tasks of the last rehearsal's primary task sets start in the background.
   *
   * @param store contains the services; after a change {@link #resourcesChanged} must be called
   * @param registryHost host and port of the rehearsed registry
   * @param log receives what no API reports
   * @param wrong changes the resource store before anything runs
   * @param certificates of HTTPS listeners
   * @param host runs Lambda functions on this machine
   */
  Compute(
      RehearsalPlan plan,
      Pace pace,
      ResourceStore store,
      RegistryTokens tokens,
      Supplier<String> registryHost,
      Consumer<String> log,
      Consumer<RestoredVersions> wrong,
      ServerCertificates certificates,
      HookFunctions.Host host) {
    this.store = store;
    this.log = log;
    try {
      Path folder = Files.createDirectories(plan.stateFolder().toAbsolutePath());
      closers.push(threads);
      services = new RunningServices(store, key -> key.environmentIn(plan));
      ImagePull images = new ImagePull(folder.resolve("images"), registryHost, tokens);
      state = new ComputeState(folder, registryHost);
      taskDefinitions = new TaskDefinitions(state, registryHost);
      RestoredListeners.in(store);
      RestoredRules.in(store, state);
      wrong.accept(new RestoredVersions(state, taskDefinitions));
      loadBalancing =
          new LoadBalancing(store, state, threads.workers, this::healthChanged, log, certificates);
      Logs logs = new Logs(folder, store);
      TaskPrerequisites prerequisites = new TaskPrerequisites(store);
      var network = new TaskNetwork(store, registryHost, plan.toolsRegion().id());
      TaskRunner runner = new TaskRunner(folder, images, logs, prerequisites, network, pace);
      closers.push(runner);
      closers.push(loadBalancing);
      scheduler = new ServiceScheduler(runner, prerequisites, network, pace, threads.workers, log);
      life =
          new ServiceLife(
              store, loadBalancing, state, taskDefinitions, scheduler, threads.workers, log);
      traffic = new TrafficWatch(store, loadBalancing, threads);
      environments = new RehearsedEnvironments(plan, services, traffic);
      hooks =
          new HookFunctions(plan, store, logs, folder.resolve("functions"), runner.agent(), host);
      closers.push(hooks);
      deployments = new Deployments(world(plan, pace));
      own = new ServiceDeployments(ownWorld(plan, pace));
      handlers = new EcsHandlers(store, state, taskDefinitions, services, network, own, log);
      resourcesChanged();
      deployments.startOthers();
      own.startOthers();
      images.keepOnly(services.images());
      apis = apis(plan, pace, runner, logs);
      var unused = // it ends with the timer
          threads.timer.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
      closers.push(threads.timer::shutdownNow);
      closers.push(deployments);
      closers.push(own);
      closers.push(traffic);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("cannot start the rehearsal's services", e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private List<Service> apis(RehearsalPlan plan, Pace pace, TaskRunner runner, Logs logs) {
    var oneOffs = new OneOffTasks(store, services, taskDefinitions, runner, threads.workers, pace);
    var buckets = new Buckets(store, plan.stateFolder().resolve("buckets"));
    return List.of(
        new Ecs(store, services, taskDefinitions, new ServiceDeploymentCalls(own), oneOffs),
        new CodeDeploy(store, deployments, plan.faults(), buckets),
        new Elbv2(store, loadBalancing),
        new AutoScaling(store, services, state, plan),
        new CloudWatch(store, new TargetGroupMetrics(loadBalancing)::value),
        new SecretsManager(store),
        new Parameters(store),
        new Lambda(store, new TestFunctionRun(store, services)),
        logs);
  }

  private DeploymentWorld world(RehearsalPlan plan, Pace pace) {
    return new DeploymentWorld(
        pace,
        plan.faults(),
        store,
        services,
        loadBalancing,
        scheduler,
        taskDefinitions,
        hooks,
        new Notices(),
        log);
  }

  /** Passes events of deployments on to the parts that act on them. */
  private final class Notices implements DeploymentWorld.Notices {
    @Override
    public void began(RunningService service) {
      watchTraffic(service);
    }

    @Override
    public void promoted(RunningService service, TaskSet primary) {
      life.promoted(service, primary);
    }

    @Override
    public void changed(RunningService service, List<Deployment> all) {
      state.saveDeployments(service.key, SavedDeployments.write(all));
    }

    @Override
    public void failed(FunctionFailure failure) {
      environments.failed(failure);
    }
  }

  private ServiceDeploymentWorld ownWorld(RehearsalPlan plan, Pace pace) {
    return new ServiceDeploymentWorld(
        pace,
        plan.faults(),
        store,
        services,
        loadBalancing,
        scheduler,
        taskDefinitions,
        new HookResults(hooks, new ScriptedFunctions(store), environments::failed),
        this::watchTraffic,
        life::promoted,
        (service, all) -> state.saveServiceDeployments(service.key, all),
        this::resourcesChanged,
        log);
  }

  /**
   * Applies changes of the resource store: opens and closes listeners, starts and ends services.
   */
  synchronized void resourcesChanged() {
    loadBalancing.resourcesChanged();
    services.resourcesChanged(service -> life.begin(service, deployments, own), life::end);
  }

  /** Returns the ECS operations that CloudFormation's resource handlers call. */
  EcsHandlers handlers() {
    return handlers;
  }

  /** Returns the environments of the rehearsal. */
  RehearsedEnvironments environments() {
    return environments;
  }

  private void healthChanged() {
    services.known().forEach(RunningService::changed);
  }

  private void tick() {
    loadBalancing.checkHealth();
    services.known().forEach(scheduler::reconcile);
  }

  private void watchTraffic(RunningService service) {
    traffic.watch(service, s -> deployments.anyActive(s) || own.anyActive(s));
  }

  /** Returns the folders of images, tasks, functions and logs, each cleaned up by its own class. */
  static Set<Path> foldersIn(Path stateFolder) {
    return Set.of(
        stateFolder.resolve("images"),
        stateFolder.resolve("tasks"),
        stateFolder.resolve("functions"),
        stateFolder.resolve("logs"));
  }

  /** Returns the APIs of ECS, CodeDeploy, load balancing, auto scaling and logs. */
  List<Service> services() {
    return apis;
  }

  /** Returns {@code application/group} of a deployment of this account and region, else empty. */
  Optional<String> groupOfDeployment(AccountRegion place, String id) {
    return deployments.all().stream()
        .filter(d -> d.id.equals(id) && d.group.place().equals(place))
        .map(d -> DeploymentGroup.id(d.group.application(), d.group.name()))
        .findFirst();
  }

  /** Ends traffic, deployments, tasks, listeners and threads, in this order. */
  @Override
  public void close() {
    while (!closers.isEmpty()) {
      try {
        closers.pop().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        // Close the others nevertheless.
      }
    }
  }
}
