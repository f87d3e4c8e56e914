package io.github.xacct.rehearsal.servicedeployment;

import io.github.xacct.rehearsal.ecs.RunningService;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Records the progress of a deployment. Waiting ends immediately when the deployment is stopped or
 * replaced, or an alarm goes off.
 */
final class StageProgress {
  private static final Duration LOOK = Duration.ofMillis(50);

  private final ServiceDeployment deployment;
  private final ServiceDeploymentWorld world;
  private final RunningService service;

  /** Whether it is rolling back, which cannot be stopped. */
  private boolean back;

  private boolean watchesAlarms;

  StageProgress(ServiceDeployment deployment, ServiceDeploymentWorld world) {
    this.deployment = deployment;
    this.world = world;
    this.service = deployment.service;
  }

  void begin() {
    synchronized (service) {
      deployment.startedAt = Optional.of(Instant.now());
      // "If an alarm is already in the ALARM state, ECS ignores the configuration."
      deployment.alarmsIgnored =
          deployment.settings.alarms().stream().anyMatch(name -> rings(name));
      deployment.become(Status.IN_PROGRESS);
    }
  }

  void enter(LifecycleStage stage) {
    synchronized (service) {
      if (stage != LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT) {
        deployment.stage = Optional.of(stage);
      }
      deployment.touch();
    }
  }

  /** Enables alarms, which end the deployment as long as it goes forward. */
  void watchAlarms() {
    watchesAlarms = !deployment.alarmsIgnored;
  }

  void goBack(Halted halted, String revision) {
    synchronized (service) {
      back = true;
      deployment.reason = Optional.of(halted.reason());
      deployment.rollback =
          Optional.of(new ServiceDeployment.Rollback(halted.reason(), Instant.now(), revision));
      deployment.become(Status.ROLLBACK_IN_PROGRESS);
    }
  }

  void end(Status status, Optional<String> reason) {
    synchronized (service) {
      reason.ifPresent(why -> deployment.reason = Optional.of(why));
      if (status == Status.STOPPED) {
        deployment.stoppedAt = Optional.of(Instant.now());
      }
      deployment.become(status);
    }
  }

  /** Waits one AWS second, because AWS's stages take some seconds even without work. */
  void awaitMinimum() throws Halted, InterruptedException {
    await(world.pace().seconds(1), () -> false);
  }

  /** Waits until the condition holds; returns false if the limit is exceeded. */
  boolean await(Duration limit, BooleanSupplier condition) throws Halted, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      halt();
      long left = deadline - System.nanoTime();
      Duration look = Duration.ofNanos(Math.max(0, Math.min(left, LOOK.toNanos())));
      if (service.await(look, () -> isHalted() || condition.getAsBoolean()) && !isHalted()) {
        return true;
      }
      halt();
      if (left <= 0) {
        return false;
      }
    }
  }

  private boolean isHalted() {
    return !back && (deployment.stopRequested || deployment.superseded.isPresent());
  }

  private void halt() throws Halted {
    if (back) {
      return;
    }
    synchronized (service) {
      if (deployment.stopRequested) {
        throw Halted.byRequest();
      }
      if (deployment.superseded.isPresent()) {
        throw Halted.superseded(deployment.superseded.get());
      }
    }
    if (watchesAlarms) {
      List<String> ringing =
          deployment.settings.alarms().stream().filter(name -> rings(name)).toList();
      if (!ringing.isEmpty()) {
        deployment.ringing = ringing;
        throw Halted.byAlarm(ringing.get(0), deployment.settings.alarmsRollBack());
      }
    }
  }

  private boolean rings(String alarm) {
    return world
        .store()
        .find(service.place, ResourceTypeNames.ALARM, alarm)
        .or(() -> world.store().find(service.place, ResourceTypeNames.COMPOSITE_ALARM, alarm))
        .filter(found -> found.path("@StateValue").asText().equals("ALARM"))
        .isPresent();
  }
}
