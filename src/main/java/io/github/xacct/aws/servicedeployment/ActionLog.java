package io.github.xacct.aws.servicedeployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.xacct.json.Json;
import java.util.Optional;

/**
 * Reads entries of the ECS action log, which must be enabled for the cluster. Source: Amazon ECS
 * developer guide, ECS action logs.
 */
final class ActionLog {
  private ActionLog() {}

  /** Returns the log group that ECS proposes. */
  static String group(String cluster) {
    return "/aws/vendedlogs/ecs/action-logs/" + cluster;
  }

  /** Returns an entry's warning or error; empty if it has none or is of another deployment. */
  static Optional<String> trouble(String entry, String deploymentArn) {
    try {
      var json = Json.read(entry);
      var detail = json.path("detail");
      String level = json.path("logLevel").asText();
      String name = json.path("eventName").asText(level); // AWS documents it in two places
      String reason = detail.path("statusReason").asText();
      boolean ours = detail.path("serviceDeploymentArn").asText().equals(deploymentArn);
      return ours && !reason.isEmpty() && (level.equals("ERROR") || level.equals("WARN"))
          ? Optional.of(detail.path("eventName").asText(name) + ": " + reason)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
