package io.github.xacct.rehearsal.servicedeployment;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * One execution of a hook: a pause that waits for ContinueServiceDeployment, or a function that is
 * invoked. Source: ECS API reference, DeploymentLifecycleHookDetail.
 */
final class HookRun {
  /** The hook statuses of ECS. */
  enum Status {
    IN_PROGRESS,
    AWAITING_ACTION,
    SUCCEEDED,
    FAILED,
    TIMED_OUT
  }

  private static final SecureRandom RANDOM = new SecureRandom();

  final String id;
  final Hook hook;
  final LifecycleStage stage;
  final Instant expiresAt;
  Status status;

  /** Whether ContinueServiceDeployment continues the deployment; empty before the call. */
  Optional<Boolean> answer = Optional.empty();

  HookRun(Hook hook, LifecycleStage stage, Instant expiresAt) {
    this.id = "ecs-" + (hook.pause() ? "pause" : "lambda") + "-" + random();
    this.hook = hook;
    this.stage = stage;
    this.expiresAt = expiresAt;
    this.status = hook.pause() ? Status.AWAITING_ACTION : Status.IN_PROGRESS;
  }

  private static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
