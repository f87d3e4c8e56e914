package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.DEPLOYMENT_ALARMS;
import static io.github.xacct.preflight.Check.DEPLOYMENT_BAKE_TIME;
import static io.github.xacct.preflight.Check.DEPLOYMENT_CIRCUIT_BREAKER;
import static io.github.xacct.preflight.Check.DEPLOYMENT_PAUSES;
import static io.github.xacct.preflight.Check.DEPLOYMENT_ROLE;
import static io.github.xacct.preflight.Check.DEPLOYMENT_ROLE_PERMISSIONS;
import static io.github.xacct.preflight.Check.DEPLOYMENT_STRATEGY;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.preflight.Question.Side;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Checks whether a service's own configuration allows safe deployments by ECS. */
final class EcsChecks implements Section {
  private final SetUp setUp;

  EcsChecks(SetUp setUp) {
    this.setUp = setUp;
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    return Map.of(
        DEPLOYMENT_STRATEGY, this::strategy,
        DEPLOYMENT_BAKE_TIME, this::bakeTime,
        DEPLOYMENT_PAUSES, new PauseCheck(setUp)::verdict,
        DEPLOYMENT_ALARMS, this::alarms,
        DEPLOYMENT_CIRCUIT_BREAKER, this::circuitBreaker,
        DEPLOYMENT_ROLE, this::role,
        DEPLOYMENT_ROLE_PERMISSIONS, this::rolePermissions);
  }

  private static Skip rolling() {
    return new Skip("the service shifts no traffic (service.controller)");
  }

  private JsonNode configuration() {
    if (!EcsService.shifts(setUp.needActiveService())) {
      throw rolling();
    }
    return setUp.ecs().configuration();
  }

  private CheckVerdict strategy() {
    var configuration = configuration();
    String strategy = setUp.ecs().strategy();
    if (setUp.ecs().balancer().isEmpty()) {
      return CheckVerdict.warn(
              "The service has no load balancer that ECS shifts traffic on: green"
                  + " cannot be tested, and receives all traffic at once")
          .evidence("ECS: strategy " + strategy + ", loadBalancers without advancedConfiguration")
          .fix("a load balancer with two target groups and a production rule.");
    }
    var elements =
        new EcsDeploymentRules(setUp.environment).appSpec(setUp.intent.appSpec().settings());
    return CheckVerdict.of(elements, strategy + steps(configuration))
        .because("ECS: deploymentController ECS");
  }

  private static String steps(JsonNode configuration) {
    var canary = configuration.path("canaryConfiguration");
    var linear = configuration.path("linearConfiguration");
    return canary.isObject()
        ? " %s %%, then all after %s min"
            .formatted(
                canary.path("canaryPercent").asText(),
                canary.path("canaryBakeTimeInMinutes").asText())
        : linear.isObject()
            ? " %s %% every %s min"
                .formatted(
                    linear.path("stepPercent").asText(),
                    linear.path("stepBakeTimeInMinutes").asText())
            : "";
  }

  /** During the bake time a rollback takes seconds; afterwards it requires another deployment. */
  private CheckVerdict bakeTime() {
    int minutes = configuration().path("bakeTimeInMinutes").asInt();
    return minutes > 0
        ? CheckVerdict.ok(minutes + " min")
        : CheckVerdict.warn(
                "The service has no bake time: the old tasks end as soon as all traffic has moved, so"
                    + " that a rollback takes a whole deployment, and alarms are not monitored")
            .evidence("ECS: deploymentConfiguration.bakeTimeInMinutes " + minutes)
            .fix("a bakeTimeInMinutes of a few minutes:", update());
  }

  /** Checks the alarms; ECS ignores one that is in ALARM when the deployment starts. */
  private CheckVerdict alarms() {
    var alarms = configuration().path("alarms");
    var names = JsonLists.texts(alarms.path("alarmNames"));
    if (!alarms.path("enable").asBoolean() || names.isEmpty()) {
      return CheckVerdict.ok("none watched");
    }
    if (!alarms.path("rollback").asBoolean()) {
      return CheckVerdict.warn("The service's alarms fail a deployment and do not roll it back")
          .evidence("ECS: alarms.rollback false")
          .fix("alarms.rollback true in the deployment configuration:", update());
    }
    var states = AlarmStates.of(setUp, names);
    for (String name : names) {
      String state = states.get(name);
      if (state == null) {
        return CheckVerdict.warn(
                "Alarm " + name + " of the service does not exist: it watches nothing")
            .evidence("Found: " + Snippets.listOrNone(java.util.List.copyOf(states.keySet())))
            .fix("create it, or remove it from the service's deployment configuration:", update());
      }
      if (state.equals("ALARM")) {
        return AlarmStates.untilOk(
            CheckVerdict.warn(
                "Alarm "
                    + name
                    + " is in ALARM: ECS would not watch this deployment by its alarms"),
            setUp,
            name);
      }
    }
    return CheckVerdict.ok(names.size() + " watched, none in ALARM");
  }

  /** Checks the circuit breaker, which stops a crash loop when no run follows the deployment. */
  private CheckVerdict circuitBreaker() {
    var breaker = configuration().path("deploymentCircuitBreaker");
    boolean rollsBack = breaker.path("enable").asBoolean() && breaker.path("rollback").asBoolean();
    return rollsBack
        ? CheckVerdict.ok("rolls back")
        : CheckVerdict.warn(
                "The service's circuit breaker is off: tasks that keep failing are started again for"
                    + " up to 24 hours, unless a run of the plugin follows the deployment")
            .evidence("ECS: deploymentCircuitBreaker " + breaker)
            .fix("deploymentCircuitBreaker with enable and rollback true:", update());
  }

  private CheckVerdict role() {
    return setUp.ecs().each(this::role);
  }

  private CheckVerdict role(EcsService ecs) {
    var role = ecs.infrastructureRole();
    return new TrustedRole(setUp, role, NeededActions.ECS)
        .problem("ECS's infrastructure role")
        .orElseGet(() -> CheckVerdict.ok(role + " trusts ECS"));
  }

  private CheckVerdict rolePermissions() {
    return setUp.ecs().each(this::rolePermissions);
  }

  private CheckVerdict rolePermissions(EcsService ecs) {
    var role = ecs.infrastructureRole();
    if (setUp.role(role).isEmpty()) {
      throw new Skip("the role does not exist (deployment.role)");
    }
    var rules =
        Stream.of(LoadBalancerFacts.PRODUCTION, LoadBalancerFacts.TEST)
            .flatMap(which -> ecs.rule(which).flatMap(ecs::described).stream())
            .toList();
    var needs = NeededActions.infrastructureRole(ecs.targetGroups(), rules);
    var refused = SimulatedPermissions.of(setUp, Side.TARGET, role.toString(), needs).refused();
    if (refused.isEmpty()) {
      return CheckVerdict.ok(needs.size() + " actions to move tasks and traffic");
    }
    var actions = refused.stream().map(d -> d.need().action()).distinct().toList();
    var verdict =
        CheckVerdict.fail(
            "ECS's infrastructure role " + role + " may not " + Snippets.list(actions) + ".");
    for (var one : refused) {
      verdict = verdict.evidence(one.words());
    }
    return verdict
        .fix(
            "Attach AmazonECSInfrastructureRolePolicyForLoadBalancers to it, or add to its policy:")
        .fix(
            Snippets.statement(
                "NeededByEcs", refused.stream().map(SimulatedPermissions.Decided::need).toList()));
  }

  private String update() {
    return update(setUp);
  }

  /** The command to change the configuration, which by itself starts no deployment. */
  static String update(SetUp setUp) {
    return """
    aws ecs update-service --cluster %s --service %s --region %s \
    --deployment-configuration ..."""
        .formatted(
            setUp.environment.cluster(), setUp.environment.service(), setUp.environment.region());
  }
}
