package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.ecs.ComputeState;
import io.github.xacct.rehearsal.ecs.TrafficRoute;
import io.github.xacct.rehearsal.elb.ForwardActions;
import io.github.xacct.rehearsal.elb.LoadBalancing;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.ServiceKey;
import io.github.xacct.rehearsal.state.ResourceStore;
import io.github.xacct.rehearsal.state.ResourceStore.Resource;
import io.github.xacct.rehearsal.wire.Json;
import java.util.List;

/**
 * Makes listener rules forward to the serving target group when a rehearsal begins. The last
 * rehearsal may have ended during a deployment, which ECS would have completed.
 */
public final class RestoredRules {
  private RestoredRules() {}

  public static void in(ResourceStore store, ComputeState state) {
    for (Resource service : store.everywhere(ResourceTypeNames.SERVICE)) {
      var key = ServiceKey.of(service.place(), service.id());
      List<TrafficRoute> routes = TrafficRoute.all(store, key);
      state
          .primary(key)
          .flatMap(ComputeState.Primary::targetGroup)
          .filter(arn -> !routes.isEmpty() && routes.get(0).targetGroups().contains(arn))
          .ifPresent(arn -> routes.forEach(route -> settle(store, routes.get(0), route, arn)));
    }
  }

  private static void settle(
      ResourceStore store, TrafficRoute first, TrafficRoute route, String serving) {
    route.rules().forEach(rule -> settle(store, route, rule, route.counterpart(first, serving)));
  }

  private static void settle(ResourceStore store, TrafficRoute route, String rule, String serving) {
    boolean byDefault = LoadBalancing.isDefaultRule(rule);
    String member = byDefault ? "DefaultActions" : "Actions";
    store.edit(
        route.place(),
        byDefault ? ResourceTypeNames.LISTENER : ResourceTypeNames.LISTENER_RULE,
        byDefault ? TrafficRoute.listener(rule) : rule,
        properties -> {
          var percents = ForwardActions.percents(properties.path(member).path(0));
          // Rules with other target groups were not changed by ECS.
          if (!percents.isEmpty() && route.targetGroups().containsAll(percents.keySet())) {
            ObjectNode action = Json.object().put("Type", "forward");
            var groups = action.putObject("ForwardConfig").putArray("TargetGroups");
            groups.addObject().put("TargetGroupArn", serving).put("Weight", 100);
            groups.addObject().put("TargetGroupArn", route.other(serving)).put("Weight", 0);
            properties.putArray(member).add(action);
          }
        });
  }
}
