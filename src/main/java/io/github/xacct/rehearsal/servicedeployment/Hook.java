package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.Json;
import java.util.List;

/**
 * A lifecycle hook of a service. Source: ECS API reference, DeploymentLifecycleHook.
 *
 * @param node with the API's member names
 */
record Hook(JsonNode node) {
  private static final int A_DAY = 1440;

  boolean pause() {
    return node.path("targetType").asText("AWS_LAMBDA").equals("PAUSE");
  }

  String target() {
    return node.path("hookTargetArn").asText();
  }

  String role() {
    return node.path("roleArn").asText();
  }

  List<String> stages() {
    return Json.textsOf(node.path("lifecycleStages"));
  }

  ObjectNode details() {
    return node.path("hookDetails") instanceof ObjectNode details
        ? details.deepCopy()
        : Json.object();
  }

  /** Returns the timeout in minutes. */
  int timeout() {
    return node.at("/timeoutConfiguration/timeoutInMinutes").asInt(A_DAY);
  }

  String timeoutAction() {
    return node.at("/timeoutConfiguration/action").asText("ROLLBACK");
  }
}
