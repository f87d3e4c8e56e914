package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.RehearsalPlan.RehearsedService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  private static final long TICK_MILLIS = 200;

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
      closers.push(lock(folder));
      closers.push(this::stopThreads);
      ImagePull images = new ImagePull(folder.resolve("images"), registryHost, tokens);
      closers.push(images);
      ComputeState state = new ComputeState(folder, registryHost);
      TaskDefinitions taskDefinitions = new TaskDefinitions(state, registryHost);
      Logs logs = new Logs(folder);
      TaskRunner runner = new TaskRunner(folder, images, logs, pace);
      closers.push(runner);
      open(plan, state, taskDefinitions);
      images.keepOnly(imagesInUse());
      ServiceScheduler scheduler = new ServiceScheduler(runner, pace, workers);
      deployments =
          new Deployments(
              new DeploymentWorld(
                  pace,
                  plan.faults(),
                  scheduler,
                  taskDefinitions,
                  this::watchTraffic,
                  (service, primary) -> state.savePrimary(service.plan, primary)),
              log);
      apis =
          List.of(
              new Ecs(services, taskDefinitions),
              new CodeDeploy(services, deployments, plan.faults()),
              new Elbv2(services),
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

  /** Two rehearsals over one folder would delete each other's images. */
  private static AutoCloseable lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: the same answer.
    }
    channel.close();
    throw XacctException.yours("Another rehearsal is running on " + folder + ".")
        .suggestion("wait for its end, or stop it, and try again");
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
      service.add(original(service, state, taskDefinitions));
    }
  }

  /** Last time's primary; a placeholder if there is none. */
  private static TaskSet original(
      RunningService service, ComputeState state, TaskDefinitions taskDefinitions) {
    Optional<ComputeState.Primary> saved = state.primary(service.plan);
    Optional<TaskDefinition> last =
        saved.flatMap(p -> taskDefinitions.find(service.place, p.taskDefinitionArn()));
    TargetGroup group = service.loadBalancer.first;
    if (last.isPresent()) {
      return new TaskSet(
          last.get(),
          group,
          saved.get().deploymentId(),
          saved.get().containerName(),
          saved.get().containerPort(),
          TaskSet.Kind.RESTORED);
    }
    return new TaskSet(
        placeholder(service, taskDefinitions),
        group,
        Optional.empty(),
        service.plan.containerName(),
        service.plan.containerPort(),
        TaskSet.Kind.RESTORED);
  }

  private static TaskDefinition placeholder(
      RunningService service, TaskDefinitions taskDefinitions) {
    String family = service.plan.service() + "-placeholder";
    Optional<TaskDefinition> before = taskDefinitions.find(service.place, family);
    if (before.isPresent()) {
      return before.get();
    }
    ObjectNode input = Nodes.object().put("family", family).put("networkMode", "awsvpc");
    input.put("cpu", "256").put("memory", "512").putArray("requiresCompatibilities").add("FARGATE");
    ObjectNode container = input.putArray("containerDefinitions").addObject();
    container.put("name", service.plan.containerName());
    container.put("image", TaskDefinition.PLACEHOLDER_IMAGE);
    container
        .putArray("portMappings")
        .addObject()
        .put("containerPort", service.plan.containerPort());
    return taskDefinitions.add(service.place, input, Nodes.array(), "rehearsal");
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

  /** The APIs of ECS, CodeDeploy, load balancing and logs. */
  List<Service> services() {
    return apis;
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
