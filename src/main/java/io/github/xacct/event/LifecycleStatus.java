package io.github.xacct.event;

/** The status of a lifecycle event of a deployment. */
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

  /** Returns the status as CodeDeploy spells it. */
  @Override
  public String toString() {
    return text;
  }
}
