package io.github.xacct.preflight;

import static io.github.xacct.preflight.LoadBalancerFacts.PRODUCTION;
import static io.github.xacct.preflight.LoadBalancerFacts.TEST;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the listener rules with which ECS shifts a service's traffic. Source: Amazon ECS developer
 * guide, troubleshooting blue/green deployments.
 */
final class EcsRuleChecks {
  private final SetUp setUp;

  EcsRuleChecks(SetUp setUp) {
    this.setUp = setUp;
  }

  /** Production traffic must go to one target group only, that of the serving revision. */
  CheckVerdict production() {
    return setUp.ecs().each(this::production);
  }

  private CheckVerdict production(EcsService ecs) {
    ecs.needBalancer();
    var rule = ecs.rule(PRODUCTION);
    if (rule.isEmpty()) {
      return CheckVerdict.fail("The service names no production rule.")
          .evidence("Its advancedConfiguration has no productionListenerRule.")
          .fix("name one there: --load-balancers in aws ecs update-service.");
    }
    var found = ecs.described(rule.get());
    if (found.isEmpty()) {
      return gone(PRODUCTION, rule.get());
    }
    var actions = found.get().path("Actions");
    var problem =
        new EcsDeploymentRules(setUp.environment)
            .weights(
                rule.get(), ecs.targetGroups(), EcsDeploymentRules.weights(actions), serving(ecs));
    return problem.isEmpty()
        ? mixed(rule.get(), actions).orElseGet(() -> CheckVerdict.ok(served(actions)))
        : CheckVerdict.of(problem, "");
  }

  /**
   * The target group of the serving revision; empty during a deployment, when it is not certain.
   */
  private Optional<String> serving(EcsService ecs) {
    boolean inFlight = setUp.needActiveService().path("currentServiceRevisions").size() > 1;
    return inFlight ? Optional.empty() : ecs.servingGroup();
  }

  private static String served(JsonNode actions) {
    String arn = ListenerRules.servedBy(actions).get(0);
    return "all requests go to " + arn.substring(arn.indexOf("targetgroup/") + 12);
  }

  /**
   * Fails for actions other than forward, according to the first edition of AWS's page; the current
   * edition does not mention them.
   */
  private static Optional<CheckVerdict> mixed(String rule, JsonNode actions) {
    var others =
        JsonLists.stream(actions)
            .map(action -> action.path("Type").asText())
            .filter(type -> !type.equals("forward"))
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            CheckVerdict.warn(
                    "The production rule does more than forward: " + Snippets.list(others))
                .evidence("Rule " + rule)
                .evidence("AWS has documented that a deployment fails at such a rule.")
                .fix("let a rule before it authenticate or redirect, and this one forward only."));
  }

  private CheckVerdict gone(String which, String rule) {
    return CheckVerdict.fail("The " + which + " rule " + rule + " does not exist.")
        .evidence("The service's advancedConfiguration names it.")
        .evidence(
            setUp.evidence(
                EcsService.isListener(rule) ? EcsService.listeners(rule) : EcsService.rules(rule)))
        .fix(
            "aws elbv2 describe-rules --listener-arn "
                + EcsService.listenerOf(rule)
                + " --region "
                + setUp.environment.region(),
            "and name the right one in the service's advancedConfiguration: --load-balancers in",
            "aws ecs update-service.");
  }

  /** Without a test rule, green cannot be tested before production traffic shifts. */
  CheckVerdict test() {
    return setUp.ecs().each(this::test);
  }

  private CheckVerdict test(EcsService ecs) {
    ecs.needBalancer();
    var rule = ecs.rule(TEST);
    if (rule.isEmpty()) {
      return CheckVerdict.warn(
              "The service has no test rule: green cannot be tested before production traffic moves")
          .evidence("Its advancedConfiguration has no testListenerRule.")
          .fix(
              "create a rule, and name it in advancedConfiguration.testListenerRule of the service.");
    }
    var found = ecs.described(rule.get());
    if (found.isEmpty()) {
      return gone(TEST, rule.get());
    }
    if (rule.equals(ecs.rule(PRODUCTION))) {
      return CheckVerdict.fail("Production rule and test rule are the same: ECS refuses that.")
          .evidence("Both are " + rule.get())
          .fix("another port, or another rule, such as one of a header, for the test rule.");
    }
    var foreign =
        EcsDeploymentRules.weights(found.get().path("Actions")).keySet().stream()
            .filter(arn -> !ecs.targetGroups().contains(arn))
            .toList();
    return foreign.isEmpty()
        ? CheckVerdict.ok(rule.get().substring(rule.get().indexOf("listener")))
        : CheckVerdict.fail("The test rule forwards to target groups that are not the service's.")
            .evidence("Rule " + rule.get() + " forwards to " + Snippets.list(foreign))
            .evidence("The service has " + Snippets.list(ecs.targetGroups()))
            .fix("forward it to one of the service's two target groups, or name another rule.");
  }

  /** Each target group must be used by one of the two rules; otherwise ECS rolls back at once. */
  CheckVerdict association() {
    return setUp.ecs().each(this::association);
  }

  private CheckVerdict association(EcsService ecs) {
    ecs.needBalancer();
    var named = new java.util.TreeSet<String>();
    for (String which : List.of(PRODUCTION, TEST)) {
      ecs.rule(which)
          .flatMap(ecs::described)
          .map(rule -> EcsDeploymentRules.weights(rule.path("Actions")).keySet())
          .ifPresent(named::addAll);
    }
    if (named.isEmpty()) {
      throw new Skip("neither rule forwards (load-balancer.production-listener)");
    }
    var missing = ecs.targetGroups().stream().filter(arn -> !named.contains(arn)).toList();
    if (missing.isEmpty()) {
      return CheckVerdict.ok("both target groups");
    }
    return unknown(ecs, Set.copyOf(named), missing.get(0));
  }

  private static CheckVerdict unknown(EcsService ecs, Set<String> named, String missing) {
    if (ecs.targetGroups().stream().noneMatch(named::contains)) {
      throw new Skip("the rules are another service's (load-balancer.production-listener)");
    }
    return CheckVerdict.fail(
            "Target group "
                + missing
                + " is in neither rule: ECS would roll each deployment back at its beginning.")
        .evidence("The rules forward to " + Snippets.list(List.copyOf(named)))
        .fix(
            "let the production rule forward to both, the one whose tasks serve with weight 1, the"
                + " other with 0:")
        .fix("aws elbv2 modify-rule --rule-arn RULE --actions ..., or modify-listener for a")
        .fix("default rule.");
  }
}
