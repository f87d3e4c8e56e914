package io.github.xacct.preflight;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Checks that the listeners of CodeDeploy's deployment group exist and forward as a deployment
 * requires. {@link EcsRuleChecks} checks those of a service that ECS deploys.
 *
 * @see EcsRuleChecks
 */
final class ListenerChecks {
  private final SetUp setUp;
  private final LoadBalancerFacts standing;

  ListenerChecks(SetUp setUp, LoadBalancerFacts standing) {
    this.setUp = setUp;
    this.standing = standing;
  }

  /** The production listener must forward to the serving target group. */
  CheckVerdict production() {
    var arn = standing.listenerArn(LoadBalancerFacts.PRODUCTION);
    if (arn.isEmpty()) {
      return CheckVerdict.fail("The deployment group has no production listener.")
          .evidence("prodTrafficRoute names none.")
          .fix("name it in prodTrafficRoute of the group's --load-balancer-info.");
    }
    var listener = standing.listener(arn.get());
    if (listener.isEmpty()) {
      return absent("production", arn.get(), "prodTrafficRoute");
    }
    var primary =
        JsonLists.stream(setUp.needPrimary().path("loadBalancers"))
            .map(lb -> lb.path("targetGroupArn").asText())
            .filter(group -> !group.isEmpty())
            .toList();
    var problem =
        new DeploymentRules(setUp.environment)
            .listener(standing.rules(LoadBalancerFacts.PRODUCTION, listener.get()), primary);
    return CheckVerdict.of(problem, place(listener.get()) + " forwards to the primary task set");
  }

  /** The test listener must forward to one of the two target groups. */
  CheckVerdict test() {
    var arn = standing.listenerArn(LoadBalancerFacts.TEST);
    if (arn.isEmpty()) {
      return CheckVerdict.warn(
              "The deployment group has no test listener: green cannot be tested before production"
                  + " traffic moves, and AfterAllowTestTraffic is not called")
          .evidence("testTrafficRoute names none.")
          .fix("create a listener, and set it in testTrafficRoute of the deployment group.");
    }
    var listener = standing.listener(arn.get());
    if (listener.isEmpty()) {
      return absent("test", arn.get(), "testTrafficRoute");
    }
    var ours =
        standing.both().stream().map(group -> group.path("TargetGroupArn").asText()).toList();
    var rules = standing.rules(LoadBalancerFacts.TEST, listener.get());
    var served = rules.served();
    if (served.stream().anyMatch(ours::contains)) {
      return CheckVerdict.ok(place(listener.get()));
    }
    return CheckVerdict.fail("The test listener forwards to none of the group's target groups.")
        .evidence("The listener forwards to " + Snippets.listOrNone(served))
        .evidence("The deployment group has " + Snippets.list(ours))
        .fix(
            rules
                .forwardTo(ours.get(0), setUp.environment.region().toString())
                .toArray(String[]::new));
  }

  private static CheckVerdict absent(String kind, String arn, String route) {
    return CheckVerdict.fail("The " + kind + " listener " + arn + " does not exist.")
        .evidence(route + " of the deployment group names it.")
        .fix("create a listener, and set it in " + route + " of the deployment group.");
  }

  private static String place(JsonNode listener) {
    return listener.path("Protocol").asText() + ":" + listener.path("Port").asText();
  }
}
