package io.github.xacct.event;

/** How far a lifecycle event of a deployment has come. */
public enum LifecycleStatus {
  PENDING("Pending"),
  IN_PROGRESS("InProgress"),
  SUCCEEDED("Succeeded"),
  FAILED("Failed"),
  SKIPPED("Skipped"),
  UNKNOWN("Unknown");

  private final String text;

  LifecycleStatus(String text) {
    this.text = text;
  }

  /** As CodeDeploy writes it. */
  @Override
  public String toString() {
    return text;
  }
}
