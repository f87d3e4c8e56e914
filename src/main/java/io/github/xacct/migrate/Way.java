package io.github.xacct.migrate;

import java.util.Arrays;
import java.util.List;

/** The ways to move a service. */
public enum Way {
  /** The service is kept and changes its deployment controller or strategy. */
  IN_PLACE("in-place"),
  /** A second service behind the same load balancer, deployed by ECS. */
  PARALLEL("parallel"),
  /** A second service behind the same load balancer, deployed by CodeDeploy. */
  BACK("back");

  private final String text;

  Way(String text) {
    this.text = text;
  }

  /** Returns the values as they are configured. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(Way::toString).toList();
  }

  /** Returns the way of a text, which must be one of {@link #texts}. */
  public static Way of(String text) {
    return Arrays.stream(values()).filter(w -> w.text.equals(text)).findFirst().orElseThrow();
  }

  /** Returns the name of the second service; there is none in place. */
  String second(String service) {
    return service + (this == BACK ? "-codedeploy" : "-ecs");
  }

  @Override
  public String toString() {
    return text;
  }
}
