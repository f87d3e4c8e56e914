package io.github.xacct.rehearsal;

import io.github.xacct.rehearsal.Deployment.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which deployments there are, one at a time in each group, and what follows when one fails. */
final class Deployments implements AutoCloseable {
  static final String USER = "user";
  static final String ROLLBACK = "codeDeployRollback";

  private final DeploymentWorld world;
  private final List<Deployment> all = new CopyOnWriteArrayList<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  Deployments(DeploymentWorld world) {
    this.world = world;
  }

  /** Newest first. */
  List<Deployment> of(RunningService service) {
    return all.stream().filter(d -> d.service == service).toList();
  }

  /** All that were ever made here, newest first. */
  List<Deployment> all() {
    return List.copyOf(all);
  }

  boolean anyActive(RunningService service) {
    synchronized (service) {
      return of(service).stream().anyMatch(d -> d.active);
    }
  }

  Optional<Deployment> lastSuccessful(RunningService service) {
    return of(service).stream().filter(d -> d.status == Status.SUCCEEDED).findFirst();
  }

  /** What a user asks for. */
  record Order(
      AppSpec revision, String configuration, String description, List<String> rollbackEvents) {}

  Deployment create(RunningService service, Order order) {
    synchronized (service) {
      Optional<Deployment> other = of(service).stream().filter(d -> d.active).findFirst();
      if (other.isPresent()) {
        throw AwsError.badRequest(
            "DeploymentLimitExceededException",
            "The Deployment Group '%s' already has an active Deployment '%s'"
                .formatted(service.plan.deploymentGroup(), other.get().id));
      }
      Deployment deployment =
          new Deployment(
              service,
              order.revision(),
              lastSuccessful(service).map(d -> d.revision),
              order.configuration(),
              order.description(),
              USER,
              order.rollbackEvents(),
              service.primary());
      all.add(0, deployment);
      start(deployment.id, () -> forward(deployment));
      return deployment;
    }
  }

  /** The work of a deployment; ends early when the rehearsal ends. */
  private interface Work {
    void go() throws InterruptedException;
  }

  private void start(String id, Work work) {
    Thread thread = new Thread(() -> guarded(id, work), "rehearsal-deployment-" + id);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void guarded(String id, Work work) {
    try {
      work.go();
    } catch (InterruptedException e) {
      // The rehearsal ends; whoever was primary will be so next time.
    } catch (RuntimeException e) {
      world.log().accept("deployment " + id + " of the rehearsal broke: " + e);
    } finally {
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
        // On AWS the rollback's id appears a little after the end; meanwhile the group is taken.
        Thread.sleep(world.pace().seconds(5).toMillis());
        back(rollback(deployment));
      } else {
        release(deployment);
      }
    }
  }

  private Deployment rollback(Deployment failed) {
    synchronized (failed.service) {
      Deployment rollback =
          new Deployment(
              failed.service,
              AppSpec.of(failed.blue),
              Optional.of(failed.revision),
              failed.configuration,
              "Rollback of " + failed.id,
              ROLLBACK,
              List.of(),
              failed.blue);
      rollback.green = failed.green;
      rollback.rollbackTriggeringDeploymentId = Optional.of(failed.id);
      rollback.rollbackMessage = Optional.of("Deployment " + failed.id + " is rolled back.");
      failed.rollbackDeploymentId = Optional.of(rollback.id);
      failed.rollbackMessage = Optional.of("Rolled back by deployment " + rollback.id + ".");
      all.add(0, rollback);
      failed.active = false;
      failed.updatedAt = Instant.now();
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
