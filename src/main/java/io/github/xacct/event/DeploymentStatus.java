package io.github.xacct.event;

import java.util.Locale;

/** The status of a deployment. */
public enum DeploymentStatus {
  CREATED,
  QUEUED,
  IN_PROGRESS,
  BAKING,
  READY,
  SUCCEEDED,
  FAILED,
  STOPPED;

  /** Whether the status is final. */
  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == STOPPED;
  }

  /** Returns the status for a sentence, such as {@code in progress}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
