package io.github.xacct.migrate;

import java.util.Arrays;
import java.util.List;

/** Which way a service goes. */
public enum Way {
  /** The service stays and changes its controller or its strategy. */
  IN_PLACE("in-place"),
  /** A second service behind the same load balancer, deployed by ECS. */
  PARALLEL("parallel"),
  /** A second service behind the same load balancer, deployed by CodeDeploy. */
  BACK("back");

  private final String text;

  Way(String text) {
    this.text = text;
  }

  /** As it is written in the configuration. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(Way::toString).toList();
  }

  /** The one of a text that is one of {@link #texts}. */
  public static Way of(String text) {
    return Arrays.stream(values()).filter(w -> w.text.equals(text)).findFirst().orElseThrow();
  }

  /** What the second service is called; in place there is none. */
  String second(String service) {
    return service + (this == BACK ? "-codedeploy" : "-ecs");
  }

  @Override
  public String toString() {
    return text;
  }
}
