package io.github.xacct.rehearsal.codedeploy;

import io.github.xacct.rehearsal.codedeploy.Deployment.Status;
import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.ecs.TaskSet;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.wire.AwsError;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** All deployments, one at a time in each group, and their rollbacks. */
public final class Deployments implements AutoCloseable {
  static final String USER = "user";
  static final String ROLLBACK = "codeDeployRollback";

  private final DeploymentWorld world;
  private final List<Deployment> all = new CopyOnWriteArrayList<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** Deployments that a set-up fault started, which are not saved for the next rehearsal. */
  private final Set<Deployment> fromFaults = ConcurrentHashMap.newKeySet();

  public Deployments(DeploymentWorld world) {
    this.world = world;
  }

  /** Adds the deployments of earlier rehearsals. */
  public void remember(List<Deployment> past) {
    past.stream().filter(p -> all.stream().noneMatch(d -> d.id.equals(p.id))).forEach(all::add);
    all.sort(Comparator.comparing((Deployment d) -> d.createdAt).reversed());
  }

  private void save(RunningService service) {
    synchronized (service) {
      List<Deployment> lasting = of(service).stream().filter(d -> !fromFaults.contains(d)).toList();
      world.notices().changed(service, lasting);
    }
  }

  /** Returns the deployments, newest first. */
  private List<Deployment> of(RunningService service) {
    return all.stream().filter(d -> d.service == service).toList();
  }

  /** Returns the deployments, newest first. */
  List<Deployment> of(DeploymentGroup group) {
    return all.stream().filter(d -> d.isOf(group)).toList();
  }

  /** Returns all deployments, newest first. */
  public List<Deployment> all() {
    return List.copyOf(all);
  }

  public boolean anyActive(RunningService service) {
    synchronized (service) {
      return of(service).stream().anyMatch(d -> d.active);
    }
  }

  /** The options of a requested deployment. */
  record DeploymentRequest(String configuration, String description, List<String> rollbackEvents) {}

  Deployment create(DeploymentGroup group, SubmittedAppSpec revision, DeploymentRequest request) {
    RunningService service = service(group);
    synchronized (service) {
      Optional<Deployment> other = of(group).stream().filter(d -> d.active).findFirst();
      if (other.isPresent()) {
        throw AwsError.badRequest(
            "DeploymentLimitExceededException",
            "The Deployment Group '%s' already has an active Deployment '%s'"
                .formatted(group.name(), other.get().id));
      }
      Deployment deployment =
          new Deployment(
              scene(service, group),
              new Deployment.Order(
                  revision,
                  of(group).stream()
                      .filter(d -> d.status == Status.SUCCEEDED)
                      .findFirst()
                      .map(d -> d.revision),
                  request.configuration(),
                  request.description(),
                  USER,
                  request.rollbackEvents()),
              service.primary());
      all.add(0, deployment);
      save(service);
      start(deployment, () -> forward(deployment));
      return deployment;
    }
  }

  /** Starts other users' deployments that stay in progress, for groups with {@code @InFlight}. */
  public void startOthers() {
    for (ResourceStore.Resource resource :
        world.store().everywhere(ResourceTypeNames.DEPLOYMENT_GROUP)) {
      if (resource.properties().path("@InFlight").asBoolean()) {
        DeploymentGroup.in(world.store(), resource.place()).stream()
            .filter(g -> DeploymentGroup.id(g.application(), g.name()).equals(resource.id()))
            .forEach(this::startOther);
      }
    }
  }

  private void startOther(DeploymentGroup group) {
    RunningService service = service(group);
    service
        .primary()
        .ifPresent(
            blue -> {
              Deployment other =
                  new Deployment(
                      scene(service, group),
                      new Deployment.Order(
                          SubmittedAppSpec.of(blue),
                          Optional.empty(),
                          group.configuration(),
                          "somebody else's",
                          USER,
                          group.rollbackEvents()),
                      service.primary());
              fromFaults.add(other);
              all.add(0, other);
              start(other, () -> idle(other));
            });
  }

  private void idle(Deployment other) throws InterruptedException {
    try {
      new DeploymentRun(other, world).idle();
    } catch (DeploymentHalted halted) {
      new DeploymentRun(other, world).conclude(halted);
      release(other);
    }
  }

  /**
   * Returns the service of the group; CodeDeploy checks that it exists only when the deployment
   * begins.
   */
  private RunningService service(DeploymentGroup group) {
    ServiceKey none = new ServiceKey(group.place(), "none", group.application());
    return world.services().of(group.service().orElse(none));
  }

  private Deployment.DeploymentContext scene(RunningService service, DeploymentGroup group) {
    return new Deployment.DeploymentContext(
        service, group, group.productionListener().flatMap(world.loadBalancing()::listener));
  }

  /** The work of a deployment, interrupted when the rehearsal ends. */
  private interface Work {
    void go() throws InterruptedException;
  }

  private void start(Deployment deployment, Work work) {
    Thread thread =
        new Thread(() -> guarded(deployment, work), "rehearsal-deployment-" + deployment.id);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void guarded(Deployment deployment, Work work) {
    try {
      work.go();
    } catch (InterruptedException e) {
      // The rehearsal ends; the primary task set stays the same.
    } catch (RuntimeException | LinkageError e) {
      // LinkageError: the plugin's jar may be replaced under a rehearsal that serves for hours.
      world.log().accept("deployment " + deployment.id + " of the rehearsal failed: " + e);
      new DeploymentRun(deployment, world)
          .conclude(DeploymentHalted.failed("INTERNAL_ERROR", "The rehearsal failed: " + e));
      release(deployment);
    } finally {
      save(deployment.service);
      threads.remove(Thread.currentThread());
    }
  }

  private void forward(Deployment deployment) throws InterruptedException {
    DeploymentRun run = new DeploymentRun(deployment, world);
    try {
      run.forward();
    } catch (DeploymentHalted halted) {
      run.conclude(halted);
      if (run.changedAnything() && DeploymentRun.rollsBack(deployment, halted)) {
        // AWS would roll back without us; a rehearsal that ends now must not leave green as the
        // primary.
        world.notices().promoted(deployment.service, deployment.blue.orElseThrow());
        // On AWS the rollback's ID appears shortly after the end; until then the group is occupied.
        Thread.sleep(world.pace().seconds(5).toMillis());
        back(rollback(deployment));
      } else {
        release(deployment);
      }
    }
  }

  private Deployment rollback(Deployment failed) {
    synchronized (failed.service) {
      TaskSet blue = failed.blue.orElseThrow();
      Deployment rollback =
          new Deployment(
              scene(failed.service, failed.group),
              new Deployment.Order(
                  SubmittedAppSpec.of(blue),
                  Optional.of(failed.revision),
                  failed.configuration,
                  "Rollback of " + failed.id,
                  ROLLBACK,
                  List.of()),
              failed.blue);
      rollback.green = failed.green;
      rollback.rollbackTriggeringDeploymentId = Optional.of(failed.id);
      rollback.rollbackMessage = Optional.of("Deployment " + failed.id + " is rolled back.");
      failed.rollbackDeploymentId = Optional.of(rollback.id);
      failed.rollbackMessage = Optional.of("Rolled back by deployment " + rollback.id + ".");
      all.add(0, rollback);
      failed.active = false;
      failed.updatedAt = Instant.now();
      save(failed.service);
      failed.service.changed();
      return rollback;
    }
  }

  private void back(Deployment rollback) throws InterruptedException {
    DeploymentRun run = new DeploymentRun(rollback, world);
    try {
      run.back();
    } catch (DeploymentHalted halted) {
      run.conclude(halted);
      release(rollback);
    }
  }

  private static void release(Deployment deployment) {
    synchronized (deployment.service) {
      deployment.active = false;
      deployment.service.changed();
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
