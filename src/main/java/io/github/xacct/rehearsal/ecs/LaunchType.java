package io.github.xacct.rehearsal.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Adds the launch type and platform to services, task sets and tasks in responses. */
public final class LaunchType {
  static final String VERSION = "1.4.0";
  private static final String FARGATE = "FARGATE";

  private LaunchType() {}

  /** Adds the launch type, and for Fargate the platform version of tasks. */
  public static void show(RunningService service, ObjectNode node) {
    show(service, node, VERSION);
  }

  /** Adds the launch type, and for Fargate this platform version. */
  static void show(RunningService service, ObjectNode node, String version) {
    String type = service.property("LaunchType").asText(FARGATE);
    node.put("launchType", type);
    if (type.equals(FARGATE)) {
      node.put("platformVersion", version).put("platformFamily", "Linux");
    }
  }
}
