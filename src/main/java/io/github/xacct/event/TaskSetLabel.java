package io.github.xacct.event;

/** The label of a task set in a deployment: the original one is blue, the replacement green. */
public enum TaskSetLabel {
  BLUE("Blue"),
  GREEN("Green");

  private final String text;

  TaskSetLabel(String text) {
    this.text = text;
  }

  /** Returns the label as CodeDeploy spells it. */
  @Override
  public String toString() {
    return text;
  }
}
