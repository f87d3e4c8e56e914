package io.github.xacct.rehearsal.task;

import io.github.xacct.rehearsal.plan.Caller;

/** The failure to start a task; its message is the stoppedReason. */
public final class CannotStart extends Exception {
  private static final long serialVersionUID = 1;

  public CannotStart(String stoppedReason) {
    super(stoppedReason, null, false, false);
  }

  /** Returns ECS's failure for a role without secretsmanager:GetSecretValue. */
  public static CannotStart cannotReadSecret(String secret, Caller executionRole) {
    return new CannotStart(
        """
        ResourceInitializationError: unable to pull secrets or registry auth: execution \
        resource retrieval failed: unable to retrieve secret from asm: service call has \
        been retried 1 time(s): failed to fetch secret %s from secrets manager: \
        AccessDeniedException: User: %s is not authorized to perform: \
        secretsmanager:GetSecretValue on resource: %s because no identity-based policy \
        allows the secretsmanager:GetSecretValue action"""
            .formatted(secret, executionRole.arn(), secret));
  }

  /** Returns ECS's failure for a role that gets no authorization token of ECR. */
  static CannotStart noRegistryAuth(String why) {
    return new CannotStart(
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource"
            + " retrieval failed: unable to retrieve ecr registry auth: service call has been"
            + " retried 1 time(s): "
            + why);
  }

  static CannotStart cannotPull(String why) {
    return new CannotStart("CannotPullContainerError: " + why);
  }
}
