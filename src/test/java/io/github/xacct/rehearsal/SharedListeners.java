package io.github.xacct.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Region;
import io.github.xacct.rehearsal.codedeploy.DeploymentGroup;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.wire.Json;
import java.io.IOException;
import java.util.Map;

/** Edits the listener rules of a rehearsal in which services share listeners. */
public final class SharedListeners {
  private static final AccountRegion PLACE =
      new AccountRegion(new AccountId("222222222222"), new Region("eu-central-1"));

  private final Rehearsal rehearsal;

  public SharedListeners(Rehearsal rehearsal) {
    this.rehearsal = rehearsal;
  }

  /** Returns the ARN of a service's listener, by {@code production} or {@code test}. */
  public String listener(String service, String which) {
    var pair = group(service).orElseThrow().at("/LoadBalancerInfo/TargetGroupPairInfoList/0");
    return pair.at(
            (which.equals("production") ? "/ProdTrafficRoute" : "/TestTrafficRoute")
                + "/ListenerArns/0")
        .asText();
  }

  /** Returns the ARN of a service's target group, 1 or 2. */
  public String targetGroup(String service, int number) {
    String name = service + "-tg-" + number;
    return rehearsal.store().all(PLACE, ResourceTypeNames.TARGET_GROUP).entrySet().stream()
        .filter(e -> e.getValue().path("Name").asText().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** Moves a service behind the listeners of another service. */
  public SharedListeners move(String service, String to) {
    String production = listener(to, "production");
    String test = listener(to, "test");
    rehearsal
        .store()
        .edit(
            PLACE,
            ResourceTypeNames.DEPLOYMENT_GROUP,
            groupId(service),
            p -> {
              var pair = (ObjectNode) p.at("/LoadBalancerInfo/TargetGroupPairInfoList/0");
              pair.putObject("ProdTrafficRoute").putArray("ListenerArns").add(production);
              pair.putObject("TestTrafficRoute").putArray("ListenerArns").add(test);
            });
    return this;
  }

  /** Sets the default actions of a listener, in JSON with single quotes. */
  public SharedListeners byDefault(String listener, String actions) {
    rehearsal
        .store()
        .edit(
            PLACE,
            ResourceTypeNames.LISTENER,
            listener,
            p -> p.set("DefaultActions", json(actions)));
    rehearsal.resourcesChanged();
    return this;
  }

  /** Sets the rule with a priority. */
  public SharedListeners rule(String listener, int priority, String conditions, String actions) {
    ObjectNode rule = Json.object().put("ListenerArn", listener).put("Priority", priority);
    rule.set("Conditions", json(conditions));
    rule.set("Actions", json(actions));
    rehearsal.store().put(PLACE, ResourceTypeNames.LISTENER_RULE, arn(listener, priority), rule);
    rehearsal.resourcesChanged();
    return this;
  }

  /** Removes all rules. */
  public SharedListeners noRules() {
    rehearsal
        .store()
        .all(PLACE, ResourceTypeNames.LISTENER_RULE)
        .keySet()
        .forEach(arn -> rehearsal.store().remove(PLACE, ResourceTypeNames.LISTENER_RULE, arn));
    rehearsal.resourcesChanged();
    return this;
  }

  /** Returns the actions of a rule. */
  public JsonNode actions(String listener, int priority) {
    return rehearsal
        .store()
        .find(PLACE, ResourceTypeNames.LISTENER_RULE, arn(listener, priority))
        .orElseThrow()
        .path("Actions");
  }

  /** Returns the default actions of a listener. */
  public JsonNode actions(String listener) {
    return rehearsal
        .store()
        .find(PLACE, ResourceTypeNames.LISTENER, listener)
        .orElseThrow()
        .path("DefaultActions");
  }

  /** Deletes a service. */
  public static void deleteService(Rehearsal rehearsal, String service) {
    rehearsal.store().remove(PLACE, ResourceTypeNames.SERVICE, "apps/" + service);
    rehearsal.resourcesChanged();
  }

  /** Deletes a service's deployment group. */
  public static void deleteGroup(Rehearsal rehearsal, String service) {
    rehearsal.store().remove(PLACE, ResourceTypeNames.DEPLOYMENT_GROUP, groupId(service));
    rehearsal.resourcesChanged();
  }

  /** Adds a load balancer to a service. */
  public void secondBalancer(String service) {
    rehearsal
        .store()
        .edit(
            PLACE,
            ResourceTypeNames.SERVICE,
            "apps/" + service,
            p ->
                ((com.fasterxml.jackson.databind.node.ArrayNode) p.path("LoadBalancers"))
                    .add(p.at("/LoadBalancers/0").deepCopy()));
  }

  /** Returns a forward action to one target group. */
  public static String forward(String targetGroup) {
    return "[{'Type':'forward','TargetGroupArn':'" + targetGroup + "'}]";
  }

  private static String arn(String listener, int priority) {
    return listener.replace(":listener/", ":listener-rule/") + "/" + priority;
  }

  private java.util.Optional<ObjectNode> group(String service) {
    return rehearsal.store().find(PLACE, ResourceTypeNames.DEPLOYMENT_GROUP, groupId(service));
  }

  private static String groupId(String service) {
    return DeploymentGroup.id(service + "-app", service + "-group");
  }

  private static JsonNode json(String text) {
    try {
      return Json.JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
