package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.RehearsalPlan.RehearsedService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The computing half of the embedded AWS: services whose tasks run, deployments that move traffic
 * between them, and the APIs that tell of both. All of it ends with {@link #close}.
 */
final class Compute implements AutoCloseable {
  /** Also between health checks: AWS's 5 s, where a minute takes one second. */
  private static final long TICK_MILLIS = 100;

  private final Deque<AutoCloseable> closers = new ArrayDeque<>();
  private final Map<String, RunningService> byEnvironment = new LinkedHashMap<>();
  private final List<RunningService> services = new ArrayList<>();
  private final Map<RunningService, Traffic> traffic = new ConcurrentHashMap<>();
  private final List<Service> apis;
  private final ScheduledExecutorService timer;
  private final ExecutorService workers;
  private final Deployments deployments;

  /**
   * Starts it all. Tasks of the last rehearsal's primaries come up in the background.
   *
   * @param registryHost host and port of the rehearsed registry, known by now
   * @param log for what nobody asks an API for
   */
  static Compute start(
      RehearsalPlan plan,
      RegistryTokens tokens,
      Supplier<String> registryHost,
      Consumer<String> log) {
    return start(plan, Pace.of(plan.minute()), tokens, registryHost, log);
  }

  static Compute start(
      RehearsalPlan plan,
      Pace pace,
      RegistryTokens tokens,
      Supplier<String> registryHost,
      Consumer<String> log) {
    try {
      return new Compute(plan, pace, tokens, registryHost, log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the rehearsal's services", e);
    }
  }

  private Compute(
      RehearsalPlan plan,
      Pace pace,
      RegistryTokens tokens,
      Supplier<String> registryHost,
      Consumer<String> log)
      throws IOException {
    timer = Executors.newScheduledThreadPool(1, named("rehearsal-timer"));
    workers = Executors.newCachedThreadPool(named("rehearsal-worker"));
    try {
      Path folder = Files.createDirectories(plan.stateFolder().toAbsolutePath());
      closers.push(this::stopThreads);
      ImagePull images = new ImagePull(folder.resolve("images"), registryHost, tokens);
      ComputeState state = new ComputeState(folder, registryHost);
      TaskDefinitions taskDefinitions = new TaskDefinitions(state, registryHost);
      Logs logs = new Logs(folder);
      TaskRunner runner = new TaskRunner(folder, images, logs, pace);
      closers.push(runner);
      open(plan, state, taskDefinitions);
      images.keepOnly(imagesInUse());
      ServiceScheduler scheduler = new ServiceScheduler(runner, pace, workers, log);
      deployments =
          new Deployments(
              new DeploymentWorld(
                  pace,
                  plan.faults(),
                  scheduler,
                  taskDefinitions,
                  this::watchTraffic,
                  (service, primary) -> state.savePrimary(service.plan, primary),
                  (service, all) -> state.saveDeployments(service.plan, PastDeployments.write(all)),
                  log));
      services.forEach(s -> deployments.remember(PastDeployments.read(s, state)));
      apis =
          List.of(
              new Ecs(services, taskDefinitions),
              new CodeDeploy(services, deployments, plan.faults()),
              new Elbv2(services),
              new AutoScaling(services, state),
              logs);
      timer.scheduleWithFixedDelay(
          () -> services.forEach(scheduler::reconcile), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
      closers.push(timer::shutdownNow);
      closers.push(deployments);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private void open(RehearsalPlan plan, ComputeState state, TaskDefinitions taskDefinitions) {
    Map<String, RunningService> byArn = new LinkedHashMap<>();
    for (RehearsedService planned : plan.services()) {
      String key = Place.of(planned) + planned.cluster() + "/" + planned.service();
      RunningService service =
          byArn.computeIfAbsent(
              key, k -> new RunningService(planned, state.ports(planned), workers));
      byEnvironment.put(planned.environment(), service);
    }
    for (RunningService service : byArn.values()) {
      services.add(service);
      closers.push(service);
      state.savePorts(service.plan, service.loadBalancer);
      service.add(OriginalTaskSet.of(service, state, taskDefinitions));
    }
  }

  private Set<String> imagesInUse() {
    Set<String> images = new HashSet<>();
    for (RunningService service : services) {
      TaskDefinition definition = service.primary().taskDefinition;
      definition.containers().forEach(c -> images.add(c.path("image").asText()));
    }
    return images;
  }

  private void watchTraffic(RunningService service) {
    traffic.compute(
        service,
        (s, before) ->
            before != null && before.running()
                ? before
                : new Traffic(
                    s.loadBalancer.production.port(),
                    timer,
                    workers,
                    () -> deployments.anyActive(s)));
  }

  /** Images, tasks and logs, which look after their own leftovers. */
  static Set<Path> foldersIn(Path stateFolder) {
    return Set.of(
        stateFolder.resolve("images"), stateFolder.resolve("tasks"), stateFolder.resolve("logs"));
  }

  /** The APIs of ECS, CodeDeploy, load balancing, auto scaling and logs. */
  List<Service> services() {
    return apis;
  }

  /** The {@code application/group} of a deployment, if it is one of this place. */
  Optional<String> groupOfDeployment(Place place, String id) {
    return deployments.all().stream()
        .filter(d -> d.id.equals(id) && d.service.place.equals(place))
        .map(d -> d.service.plan.application() + "/" + d.service.plan.deploymentGroup())
        .findFirst();
  }

  /** Where the environment's production listener listens. */
  Optional<URI> productionUrl(String environment) {
    return Optional.ofNullable(byEnvironment.get(environment))
        .map(s -> s.loadBalancer.production.url());
  }

  /** Where its test listener listens, if it has one. */
  Optional<URI> testUrl(String environment) {
    return Optional.ofNullable(byEnvironment.get(environment))
        .flatMap(s -> s.loadBalancer.test)
        .map(Listener::url);
  }

  /** Who answered during the last deployment, or until now in the one that goes on. */
  TrafficReport traffic(String environment) {
    return Optional.ofNullable(byEnvironment.get(environment))
        .map(traffic::get)
        .map(Traffic::report)
        .orElseGet(TrafficReport::none);
  }

  private void stopThreads() throws InterruptedException {
    timer.shutdownNow();
    workers.shutdownNow();
    timer.awaitTermination(5, TimeUnit.SECONDS);
    workers.awaitTermination(5, TimeUnit.SECONDS);
  }

  /** Ends deployments, traffic, tasks, listeners and threads, in this order. */
  @Override
  public void close() {
    traffic.values().forEach(closers::push);
    while (!closers.isEmpty()) {
      try {
        closers.pop().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        // The next ones must be closed all the same.
      }
    }
  }
}
