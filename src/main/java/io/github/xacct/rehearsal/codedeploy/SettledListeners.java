package io.github.xacct.rehearsal.codedeploy;

import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.plan.Place;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.plan.Type;
import io.github.xacct.rehearsal.state.Estate;
import io.github.xacct.rehearsal.wire.Nodes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.xacct.rehearsal.state.Estate.Thing;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where listeners forward when a rehearsal begins: to their service's primary. The last one may
 * have ended while a deployment or its rollback moved them, which CodeDeploy would have brought to
 * its end.
 */
public final class SettledListeners {
  private SettledListeners() {}

  public static void in(Estate estate) {
    for (Thing service : estate.everywhere(Type.SERVICE)) {
      String primary = service.properties().at("/LoadBalancers/0/TargetGroupArn").asText();
      DeploymentGroup.of(estate, ServiceKey.of(service.place(), service.id()))
          .ifPresent(
              group ->
                  Stream.of(group.productionListener(), group.testListener())
                      .flatMap(Optional::stream)
                      .forEach(listener -> settle(estate, group, listener, primary)));
    }
  }

  private static void settle(
      Estate estate, DeploymentGroup group, String listener, String primary) {
    Place place = group.place();
    Set<String> pair =
        estate.all(place, Type.TARGET_GROUP).entrySet().stream()
            .filter(e -> group.targetGroups().contains(e.getValue().path("Name").asText()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    estate
        .find(place, Type.LISTENER, listener)
        .filter(properties -> isMoved(properties.path("DefaultActions"), pair, primary))
        .ifPresent(
            properties ->
                estate.edit(
                    place,
                    Type.LISTENER,
                    listener,
                    p -> p.set("DefaultActions", forwarding(primary))));
    LoadBalancing.rulesOf(estate, place, listener).stream()
        .filter(rule -> isMoved(rule.properties().path("Actions"), pair, primary))
        .forEach(
            rule ->
                estate.edit(
                    place,
                    Type.LISTENER_RULE,
                    rule.id(),
                    p -> p.set("Actions", forwarding(primary))));
  }

  /** What forwards elsewhere was not CodeDeploy's doing. */
  private static boolean isMoved(JsonNode actions, Set<String> pair, String primary) {
    Map<String, Integer> percents = LoadBalancing.percents(actions.path(0));
    return pair.contains(primary)
        && pair.containsAll(percents.keySet())
        && !percents.isEmpty()
        && percents.getOrDefault(primary, 0) < 100;
  }

  private static ArrayNode forwarding(String targetGroup) {
    var actions = Nodes.array();
    actions.addObject().put("Type", "forward").put("TargetGroupArn", targetGroup);
    return actions;
  }
}
