package io.github.xacct.migrate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.XacctException;
import java.util.List;
import java.util.Optional;

/**
 * The findings in the target account as AWS returns them: {@code service}, {@code group}, {@code
 * configuration}, {@code inFlight}, {@code targetGroups}, {@code listeners}, {@code rules}, {@code
 * loadBalancers}, {@code health}, {@code ringing}, {@code role}; {@code begun} if a move has begun.
 */
public record Found(ObjectNode json) {

  /**
   * Parses the findings of the beginning of a move.
   *
   * @param record text of {@link Migration#record}
   * @param way the way of the current run
   * @throws XacctException if the record is of another way, or cannot be read
   */
  public static Found parse(String record, Way way, String file) {
    try {
      JsonNode json = new ObjectMapper().readTree(record);
      if (!json.path("way").asText().equals(way.toString()) || !json.path("found").isObject()) {
        throw XacctException.yours("A move " + json.path("way").asText() + " is under way.")
            .evidence("Record: " + file)
            .suggestion("resume it: -Dxacct.way=" + json.path("way").asText())
            .suggestion("or delete the record, if that move was taken back");
      }
      return new Found((ObjectNode) json.path("found"));
    } catch (JsonProcessingException e) {
      throw XacctException.yours("Cannot read " + file + ".")
          .evidence(e.getOriginalMessage())
          .suggestion("restore it, or delete it if no move is under way");
    }
  }

  JsonNode service() {
    return json.path("service");
  }

  /** Returns the deployment group, if CodeDeploy deploys the service. */
  Optional<JsonNode> group() {
    return Optional.of(json.path("group")).filter(JsonNode::isObject);
  }

  JsonNode configuration() {
    return json.path("configuration");
  }

  /** Returns the IDs of the deployments in flight. */
  List<String> inFlight() {
    return MoveJson.stream(json.path("inFlight")).map(JsonNode::asText).toList();
  }

  /** Returns the deployment controller: CODE_DEPLOY, ECS or EXTERNAL. */
  public String controller() {
    return service().path("deploymentController").path("type").asText("ECS");
  }

  boolean ofCodeDeploy() {
    return controller().equals("CODE_DEPLOY");
  }

  /** Returns the service's deployment strategy; the default is ROLLING. */
  public String strategy() {
    return service().path("deploymentConfiguration").path("strategy").asText("ROLLING");
  }

  /** Whether ECS already shifts the service's traffic. */
  public boolean isMoved() {
    return controller().equals("ECS") && !strategy().equals("ROLLING");
  }

  String name() {
    return service().path("serviceName").asText();
  }

  String cluster() {
    String arn = service().path("clusterArn").asText();
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  int desired() {
    return service().path("desiredCount").asInt();
  }

  /** Returns target group, container and port of the primary task set, else of the service. */
  JsonNode balancer() {
    return primary()
        .map(set -> set.path("loadBalancers").path(0))
        .filter(JsonNode::isObject)
        .orElse(service().path("loadBalancers").path(0));
  }

  Optional<JsonNode> primary() {
    return MoveJson.stream(service().path("taskSets"))
        .filter(set -> set.path("status").asText().equals("PRIMARY"))
        .findFirst();
  }

  /** Returns the ARN of the current task definition. */
  String taskDefinition() {
    return primary().orElse(service()).path("taskDefinition").asText();
  }

  Optional<JsonNode> targetGroup(String arnOrName) {
    return MoveJson.stream(json.path("targetGroups"))
        .filter(
            group ->
                group.path("TargetGroupArn").asText().equals(arnOrName)
                    || group.path("TargetGroupName").asText().equals(arnOrName))
        .findFirst();
  }

  /** Returns the attributes of a target group; missing if they were not read. */
  JsonNode attributes(String targetGroup) {
    return json.path("attributes").path(targetGroup);
  }

  /** Returns {@code target}, {@code policies} and {@code actions}; missing without auto scaling. */
  JsonNode scaling() {
    return json.path("scaling");
  }

  /** Returns the tags of a target group; missing if they were not read. */
  JsonNode targetGroupTags(String targetGroup) {
    return json.path("targetGroupTags").path(targetGroup);
  }

  Optional<JsonNode> listener(String arn) {
    return MoveJson.stream(json.path("listeners"))
        .filter(listener -> listener.path("ListenerArn").asText().equals(arn))
        .findFirst();
  }

  List<JsonNode> listeners() {
    return MoveJson.stream(json.path("listeners")).toList();
  }

  /** Returns the rules of a listener, including the default rule. */
  List<JsonNode> rules(String listener) {
    return MoveJson.stream(json.path("rules").path(listener)).toList();
  }

  /** Whether a listener is a Network Load Balancer's, which has no rules. */
  static boolean isNetwork(String arn) {
    return arn.contains(":listener/net/");
  }

  long healthy(String targetGroup) {
    return MoveJson.stream(json.path("health").path(targetGroup))
        .filter(target -> target.path("TargetHealth").path("State").asText().equals("healthy"))
        .count();
  }

  /** Returns the infrastructure role's trust policy, or why it is not known. */
  JsonNode role() {
    return json.path("role");
  }

  /** Whether a move has begun, by the tags of its first target group. */
  public boolean begun() {
    return json.path("begun").asBoolean();
  }

  /** Whether a service with the name of the move's second service exists. */
  boolean secondService() {
    return json.path("secondService").asBoolean();
  }

  /** Returns the same for the role by which ECS invokes functions, if there are any. */
  JsonNode hookRole() {
    return json.path("hookRole");
  }

  /** Returns the name of the CloudFormation stack that contains the service. */
  Optional<String> stack() {
    return MoveJson.stream(service().path("tags"))
        .filter(tag -> tag.path("key").asText().equals("aws:cloudformation:stack-name"))
        .map(tag -> tag.path("value").asText())
        .findFirst();
  }

  /** Returns the names of the group's alarms that do not exist in the region. */
  List<String> absentAlarms() {
    return MoveJson.stream(json.path("absentAlarms")).map(JsonNode::asText).toList();
  }

  /** Returns the names of the group's alarms that are in ALARM. */
  List<String> ringing() {
    return MoveJson.stream(json.path("ringing")).map(JsonNode::asText).toList();
  }
}
