package io.github.xacct.event;

import java.util.Locale;

/** How far a deployment has come. */
public enum DeploymentStatus {
  CREATED,
  QUEUED,
  IN_PROGRESS,
  BAKING,
  READY,
  SUCCEEDED,
  FAILED,
  STOPPED;

  /** Whether the deployment is over, so that its status stays. */
  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == STOPPED;
  }

  /** As prose: {@code in progress}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
