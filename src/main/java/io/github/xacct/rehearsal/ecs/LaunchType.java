package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How a service, its task sets and its tasks show where they run. */
public final class LaunchType {
  static final String VERSION = "1.4.0";
  private static final String FARGATE = "FARGATE";

  private LaunchType() {}

  /** Shows it with the platform that tasks on Fargate get. */
  public static void show(RunningService service, ObjectNode node) {
    show(service, node, VERSION);
  }

  /** Only tasks on Fargate have a platform. */
  static void show(RunningService service, ObjectNode node, String version) {
    String type = service.property("LaunchType").asText(FARGATE);
    node.put("launchType", type);
    if (type.equals(FARGATE)) {
      node.put("platformVersion", version).put("platformFamily", "Linux");
    }
  }
}
