package io.github.xacct.rehearsal.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.xacct.rehearsal.elb.ForwardActions;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.Json;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes listeners forward to their service's primary task set when a rehearsal begins. The last
 * rehearsal may have ended during a deployment or rollback, which CodeDeploy would have completed.
 */
public final class RestoredListeners {
  private RestoredListeners() {}

  public static void in(ResourceStore store) {
    for (Resource service : store.everywhere(ResourceTypeNames.SERVICE)) {
      String primary = service.properties().at("/LoadBalancers/0/TargetGroupArn").asText();
      DeploymentGroup.of(store, ServiceKey.of(service.place(), service.id()))
          .ifPresent(
              group ->
                  Stream.of(group.productionListener(), group.testListener())
                      .flatMap(Optional::stream)
                      .forEach(listener -> settle(store, group, listener, primary)));
    }
  }

  private static void settle(
      ResourceStore store, DeploymentGroup group, String listener, String primary) {
    AccountRegion place = group.place();
    Set<String> pair =
        store.all(place, ResourceTypeNames.TARGET_GROUP).entrySet().stream()
            .filter(e -> group.targetGroups().contains(e.getValue().path("Name").asText()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    store
        .find(place, ResourceTypeNames.LISTENER, listener)
        .filter(properties -> isMoved(properties.path("DefaultActions"), pair, primary))
        .ifPresent(
            properties ->
                store.edit(
                    place,
                    ResourceTypeNames.LISTENER,
                    listener,
                    p -> p.set("DefaultActions", forwarding(primary))));
    LoadBalancing.rulesOf(store, place, listener).stream()
        .filter(rule -> isMoved(rule.properties().path("Actions"), pair, primary))
        .forEach(
            rule ->
                store.edit(
                    place,
                    ResourceTypeNames.LISTENER_RULE,
                    rule.id(),
                    p -> p.set("Actions", forwarding(primary))));
  }

  /**
   * Returns whether CodeDeploy left the weights within the pair; other targets were set by others.
   */
  private static boolean isMoved(JsonNode actions, Set<String> pair, String primary) {
    Map<String, Integer> percents = ForwardActions.percents(actions.path(0));
    return pair.contains(primary)
        && pair.containsAll(percents.keySet())
        && !percents.isEmpty()
        && percents.getOrDefault(primary, 0) < 100;
  }

  private static ArrayNode forwarding(String targetGroup) {
    var actions = Json.array();
    actions.addObject().put("Type", "forward").put("TargetGroupArn", targetGroup);
    return actions;
  }
}
