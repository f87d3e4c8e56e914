package io.github.xacct.event;

/** Which of the two task sets of a deployment: the original one is blue, its replacement green. */
public enum TaskSetLabel {
  BLUE("Blue"),
  GREEN("Green");

  private final String text;

  TaskSetLabel(String text) {
    this.text = text;
  }

  /** As CodeDeploy writes it. */
  @Override
  public String toString() {
    return text;
  }
}
