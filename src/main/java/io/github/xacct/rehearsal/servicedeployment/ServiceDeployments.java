package io.github.xacct.rehearsal.servicedeployment;

import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
import io.github.xacct.rehearsal.task.TaskDefinitionRevision;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.rehearsal.wire.MemberCase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All deployments by the ECS deployment controller, and the revisions of its services. A new
 * deployment replaces a running one.
 */
public final class ServiceDeployments implements AutoCloseable {
  private final ServiceDeploymentWorld world;
  private final List<ServiceDeployment> all = new CopyOnWriteArrayList<>();
  private final List<ServiceRevision> revisions = new CopyOnWriteArrayList<>();
  private static final String PAUSE =
      "{\"targetType\":\"PAUSE\",\"lifecycleStages\":[\"PRE_SCALE_UP\"],"
          + "\"timeoutConfiguration\":{\"timeoutInMinutes\":20160,\"action\":\"ROLLBACK\"}}";

  /** Deployments that a set-up fault started, which are not saved for the next rehearsal. */
  private final Set<ServiceDeployment> fromFaults = ConcurrentHashMap.newKeySet();

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  public ServiceDeployments(ServiceDeploymentWorld world) {
    this.world = world;
  }

  ServiceDeploymentWorld world() {
    return world;
  }

  /** Returns the deployments of a service, newest first. */
  List<ServiceDeployment> of(RunningService service) {
    return all.stream().filter(d -> d.service == service).toList();
  }

  Optional<ServiceDeployment> find(String arn) {
    return all.stream().filter(d -> d.arn.equals(arn)).findFirst();
  }

  Optional<ServiceRevision> revision(String arn) {
    return revisions.stream().filter(r -> r.arn.equals(arn)).findFirst();
  }

  List<ServiceRevision> revisionsOf(RunningService service) {
    return revisions.stream()
        .filter(r -> r.arn.contains(":service-revision/" + service.key.id() + "/"))
        .filter(r -> r.arn.startsWith(service.place.arn("ecs", "service-revision/")))
        .toList();
  }

  /** Returns whether a deployment of the service is in progress. */
  public boolean anyActive(RunningService service) {
    synchronized (service) {
      return active(service).isPresent();
    }
  }

  Optional<ServiceDeployment> active(RunningService service) {
    return of(service).stream().filter(ServiceDeployment::active).findFirst();
  }

  /**
   * Adds the serving task set and the saved deployments when a rehearsal begins; without any, a
   * first deployment that succeeded is added.
   */
  public void remember(RunningService service, TaskSet serving, SavedServiceDeployments saved) {
    if (TrafficRoute.of(service).isEmpty()) {
      return;
    }
    synchronized (service) {
      serving.others = GreenTasks.others(service, serving.targetGroup.arn, world);
      revisions.addAll(0, saved.revisions());
      ServiceRevision now =
          saved
              .serving(serving)
              .orElseGet(
                  () -> {
                    ServiceRevision first =
                        revision(service, serving.taskDefinition, serving.targetGroup.arn);
                    revisions.add(0, first);
                    return first;
                  });
      now.tasks = Optional.of(serving);
      all.addAll(0, saved.deployments());
      if (saved.deployments().isEmpty()) {
        ServiceDeployment first =
            new ServiceDeployment(service, ServiceSettings.of(service), List.of(), now);
        first.startedAt = Optional.of(first.createdAt);
        first.become(Status.SUCCESSFUL);
        all.add(0, first);
      }
    }
  }

  /** Adds the serving task set of a service that changes to the ECS deployment controller. */
  void begin(RunningService service, TaskSet serving) {
    remember(service, serving, SavedServiceDeployments.none());
    save(service);
  }

  private static ServiceRevision revision(
      RunningService service, TaskDefinitionRevision definition, String targetGroup) {
    return new ServiceRevision(
        ServiceRevision.newArn(service),
        definition,
        targetGroup,
        Instant.now(),
        MemberCase.ofApi(service.properties().orElseGet(Json::object)));
  }

  /** Returns the serving revision. */
  Optional<ServiceRevision> serving(RunningService service) {
    return service
        .primary()
        .flatMap(
            set ->
                revisionsOf(service).stream()
                    .filter(r -> r.tasks.equals(Optional.of(set)))
                    .findFirst());
  }

  /** Starts a deployment, which replaces a running one. */
  ServiceDeployment create(RunningService service, TaskDefinitionRevision definition) {
    synchronized (service) {
      TrafficRoute route = TrafficRoute.of(service).orElseThrow();
      Optional<ServiceDeployment> before = active(service);
      ServiceRevision target = revision(service, definition, green(service, route));
      List<ServiceRevision> sources =
          java.util.stream.Stream.concat(
                  serving(service).stream(), before.stream().map(d -> d.target))
              .distinct()
              .toList();
      ServiceDeployment created =
          new ServiceDeployment(service, ServiceSettings.of(service), sources, target);
      revisions.add(0, target);
      all.add(0, created);
      before.ifPresent(old -> old.superseded = Optional.of(created.arn));
      service.changed();
      save(service);
      start(created, before);
      return created;
    }
  }

  /** Starts other users' deployments that wait in a pause, for services with {@code @InFlight}. */
  public void startOthers() {
    for (RunningService service : world.services().all()) {
      if (service.property("@InFlight").asBoolean() && TrafficRoute.of(service).isPresent()) {
        service.primary().ifPresent(set -> startOther(service, set.taskDefinition));
      }
    }
  }

  private void startOther(RunningService service, TaskDefinitionRevision definition) {
    synchronized (service) {
      ServiceSettings settings = ServiceSettings.of(service).with(PAUSE);
      TrafficRoute route = TrafficRoute.of(service).orElseThrow();
      ServiceRevision target = revision(service, definition, green(service, route));
      ServiceDeployment other =
          new ServiceDeployment(service, settings, serving(service).stream().toList(), target);
      revisions.add(0, target);
      all.add(0, other);
      fromFaults.add(other);
      start(other, Optional.empty());
    }
  }

  private static String green(RunningService service, TrafficRoute route) {
    return service
        .primary()
        .map(set -> route.other(set.targetGroup.arn))
        .orElseGet(route::targetGroup);
  }

  private void start(ServiceDeployment deployment, Optional<ServiceDeployment> before) {
    Thread thread =
        new Thread(
            () -> guarded(deployment, before), "rehearsal-service-deployment-" + threads.size());
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void guarded(ServiceDeployment deployment, Optional<ServiceDeployment> before) {
    try {
      go(deployment, before);
    } catch (InterruptedException e) {
      // The rehearsal ends; the serving task set stays the same.
    } catch (RuntimeException | LinkageError e) {
      // LinkageError: the plugin's jar may be replaced under a rehearsal that serves for hours.
      world.log().accept("the rehearsal's " + deployment.arn + " failed: " + e);
      new StageProgress(deployment, world)
          .end(Status.STOPPED, Optional.of("The rehearsal failed: " + e));
    } finally {
      save(deployment.service);
      threads.remove(Thread.currentThread());
    }
  }

  private void go(ServiceDeployment deployment, Optional<ServiceDeployment> before)
      throws InterruptedException {
    RunningService service = deployment.service;
    if (before.isPresent()) {
      ServiceDeployment old = before.get();
      while (!service.await(world.pace().minutes(A_DAY), () -> !old.active())) {
        // A rollback of the old one is completed first.
      }
    }
    synchronized (service) {
      deployment.target.targetGroup = green(service, TrafficRoute.of(service).orElseThrow());
      serving(service).ifPresent(blue -> deployment.sources = first(blue, deployment.sources));
    }
    ServiceDeploymentRun run = new ServiceDeploymentRun(deployment, world);
    try {
      run.forward();
    } catch (Halted halted) {
      run.after(halted);
    }
  }

  private static final int A_DAY = 1440;

  private static List<ServiceRevision> first(ServiceRevision blue, List<ServiceRevision> others) {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(blue), others.stream())
        .distinct()
        .toList();
  }

  private void save(RunningService service) {
    synchronized (service) {
      world
          .onDeployments()
          .accept(
              service,
              SavedServiceDeployments.write(
                  of(service).stream().filter(d -> !fromFaults.contains(d)).toList(),
                  revisionsOf(service)));
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
  }
}
