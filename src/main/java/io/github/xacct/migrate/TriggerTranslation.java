package io.github.xacct.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Translates the triggers of a deployment group to EventBridge rules. */
final class TriggerTranslation {
  private TriggerTranslation() {}

  static List<Translated> of(JsonNode group) {
    return MoveJson.stream(group.path("triggerConfigurations"))
        .map(
            trigger ->
                Translated.of(
                        "trigger " + trigger.path("triggerName").asText(),
                        String.join(
                                ", ",
                                MoveJson.stream(trigger.path("triggerEvents"))
                                    .map(JsonNode::asText)
                                    .toList())
                            + " to "
                            + trigger.path("triggerTargetArn").asText(),
                        "an EventBridge rule with the same topic as its target (event-pattern.json)")
                    .losing(
                        "ECS sends SERVICE_DEPLOYMENT_IN_PROGRESS, _COMPLETED and _FAILED, and"
                            + " HOOK_AWAITING_ACTION in place of Ready. A stop or a rollback has no"
                            + " event of its own: the reason of _FAILED shows it. The topic's policy"
                            + " must allow events.amazonaws.com to publish"))
        .toList();
  }

  /**
   * Returns the event pattern of the service's events. Source: ECS developer guide, "Service
   * deployment state change".
   */
  static JsonNode pattern(String serviceArn) {
    var pattern = MoveJson.object();
    pattern.putArray("source").add("aws.ecs");
    pattern.putArray("detail-type").add("ECS Deployment State Change").add("ECS Hook State Change");
    var either = pattern.putArray("$or");
    either.addObject().putArray("resources").add(serviceArn);
    either.addObject().putObject("detail").putArray("serviceArn").add(serviceArn);
    return pattern;
  }
}
