package io.github.xacct.rehearsal.servicedeployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.rehearsal.wire.AwsError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The refusals of CreateService and UpdateService. Source: ECS developer guide, "Troubleshooting
 * Amazon ECS blue/green deployments".
 */
final class ServiceRules {
  private static final Set<String> PAUSES =
      Set.of(
          "PRE_SCALE_UP",
          "POST_SCALE_UP",
          "POST_TEST_TRAFFIC_SHIFT",
          "PRE_PRODUCTION_TRAFFIC_SHIFT",
          "POST_PRODUCTION_TRAFFIC_SHIFT");
  private static final String RULE_ARN = "arn:[a-z-]+:elasticloadbalancing:.+:listener-rule/app/.+";
  private static final String LISTENER_ARN = "arn:[a-z-]+:elasticloadbalancing:.+:listener/net/.+";

  private final ObjectNode service;
  private final BiPredicate<String, List<String>> associated;

  /**
   * Creates the checks of a service.
   *
   * @param service with the API's member names
   * @param associated whether a rule forwards to all of some target groups
   */
  ServiceRules(ObjectNode service, BiPredicate<String, List<String>> associated) {
    this.service = service;
    this.associated = associated;
  }

  static AwsError invalid(String message) {
    return AwsError.badRequest("InvalidParameterException", message);
  }

  void check() {
    var settings = new ServiceSettings(service.withObject("/deploymentConfiguration"));
    balancers(settings);
    numbers(settings);
    service.at("/deploymentConfiguration/lifecycleHooks").forEach(ServiceRules::hook);
  }

  private void balancers(ServiceSettings settings) {
    JsonNode balancers = service.path("loadBalancers");
    if (settings.shiftsTraffic() && balancers.isEmpty()) {
      throw new UnsupportedOperationException(settings.strategy() + " without a load balancer");
    }
    Set<String> seen = new HashSet<>();
    int advanced = 0;
    int classic = 0;
    for (JsonNode balancer : balancers) {
      String group = balancer.path("targetGroupArn").asText();
      if (!group.isEmpty() && !seen.add(group)) {
        throw invalid("Duplicate targetGroupArn found: " + group);
      }
      classic += balancer.hasNonNull("loadBalancerName") ? 1 : 0;
      advanced += balancer.path("advancedConfiguration").isObject() ? 1 : 0;
    }
    if (classic > 0 && classic < balancers.size()) {
      throw invalid(
          "All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2"
              + " (defining targetGroupArn)");
    }
    if (classic > 0 && advanced > 0) {
      throw invalid("advancedConfiguration field is not allowed with ELBv1 loadBalancers");
    }
    if (advanced > 0 && advanced < balancers.size()) {
      throw invalid(
          "Either all or none of the provided loadBalancers must have advancedConfiguration"
              + " defined");
    }
    if (settings.shiftsTraffic() && advanced == 0) {
      throw invalid(
          "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING"
              + " deployment strategy");
    }
    balancers.forEach(this::route);
    boolean oneContainer =
        balancers
                .valueStream()
                .map(b -> b.path("containerName").asText() + ":" + b.path("containerPort").asText())
                .distinct()
                .count()
            <= 1;
    if (advanced > 1 && !oneContainer) {
      throw new UnsupportedOperationException(
          "load balancers of several containers or ports of one service");
    }
  }

  private void route(JsonNode balancer) {
    JsonNode advanced = balancer.path("advancedConfiguration");
    if (!advanced.isObject()) {
      return;
    }
    String production = advanced.path("productionListenerRule").asText();
    String test = advanced.path("testListenerRule").asText();
    arn("productionListenerRule", production);
    if (!test.isEmpty()) {
      arn("testListenerRule", test);
    }
    if (production.equals(test)) {
      throw invalid(
          "The following rules cannot be used as both production and test listener rules: "
              + production);
    }
    List<String> pair =
        List.of(
            balancer.path("targetGroupArn").asText(),
            advanced.path("alternateTargetGroupArn").asText());
    if (test.isEmpty() && production.matches(RULE_ARN) && !associated.test(production, pair)) {
      throw invalid(
          "For Application LoadBalancer, testListenerRule is required when productionListenerRule"
              + " is not associated with both targetGroup and alternateTargetGroup");
    }
  }

  private static void arn(String member, String value) {
    if (!value.matches(RULE_ARN) && !value.matches(LISTENER_ARN)) {
      throw invalid(
          member
              + " has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: "
              + value);
    }
  }

  private static void hook(JsonNode node) {
    var hook = new Hook(node);
    String type = node.path("targetType").asText("AWS_LAMBDA");
    if (!Set.of("AWS_LAMBDA", "PAUSE").contains(type)) {
      throw invalid("Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE");
    }
    if (hook.pause() && hook.stages().contains("RECONCILE_SERVICE")) {
      throw new UnsupportedOperationException(
          "a pause at RECONCILE_SERVICE, which AWS documents in two ways");
    }
    if (hook.pause() && !PAUSES.containsAll(hook.stages())) {
      throw invalid("Invalid lifecycle stage provided for Pause Hook");
    }
    range("timeoutInMinutes", hook.timeout(), 1, hook.pause() ? 20160 : 1440);
  }

  /** Checks numbers; these messages are the embedded AWS's own. */
  private static void numbers(ServiceSettings settings) {
    JsonNode node = settings.node();
    if (settings.strategy().equals("BLUE_GREEN") && !node.has("bakeTimeInMinutes")) {
      throw invalid("bakeTimeInMinutes is required with the strategy BLUE_GREEN");
    }
    range("bakeTimeInMinutes", settings.bakeTime(), 0, 1440);
    JsonNode linear = node.path("linearConfiguration");
    range("stepPercent", linear.path("stepPercent").asDouble(10), 3, 100);
    range("stepBakeTimeInMinutes", linear.path("stepBakeTimeInMinutes").asInt(6), 0, 1440);
    JsonNode canary = node.path("canaryConfiguration");
    range("canaryPercent", canary.path("canaryPercent").asDouble(5), 0.1, 100);
    range("canaryBakeTimeInMinutes", canary.path("canaryBakeTimeInMinutes").asInt(10), 0, 1440);
  }

  private static void range(String member, double value, double least, double most) {
    boolean tenths = Math.abs(value * 10 - Math.round(value * 10)) < 1e-6;
    if (value < least || value > most || !tenths) {
      throw invalid(
          "%s must be between %s and %s in steps of 0.1, got %s"
              .formatted(member, least, most, value));
    }
  }
}
