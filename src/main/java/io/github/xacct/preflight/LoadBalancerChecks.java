package io.github.xacct.preflight;

import static io.github.xacct.preflight.Check.LOAD_BALANCER_ASSOCIATION;
import static io.github.xacct.preflight.Check.LOAD_BALANCER_CERTIFICATE;
import static io.github.xacct.preflight.Check.LOAD_BALANCER_HEALTH_CHECK;
import static io.github.xacct.preflight.Check.LOAD_BALANCER_NETWORK;
import static io.github.xacct.preflight.Check.LOAD_BALANCER_PRODUCTION_LISTENER;
import static io.github.xacct.preflight.Check.LOAD_BALANCER_TARGET_GROUPS;
import static io.github.xacct.preflight.Check.LOAD_BALANCER_TARGET_TYPE;
import static io.github.xacct.preflight.Check.LOAD_BALANCER_TEST_LISTENER;
import static io.github.xacct.preflight.Check.LOAD_BALANCER_TEST_PATH;
import static io.github.xacct.preflight.Check.LOAD_BALANCER_VPC;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.xacct.model.XacctException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Whether the load balancer can send requests to blue now and to green afterwards. */
final class LoadBalancerChecks implements Section {
  private final SetUp setUp;
  private final LoadBalancerFacts standing;
  private final Clock clock;

  LoadBalancerChecks(SetUp setUp, Clock clock) {
    this.clock = clock;
    this.setUp = setUp;
    this.standing = new LoadBalancerFacts(setUp);
  }

  @Override
  public Map<Check, Supplier<CheckVerdict>> checks() {
    var ecs = new EcsRuleChecks(setUp);
    return Map.of(
        LOAD_BALANCER_TARGET_GROUPS, this::targetGroups,
        LOAD_BALANCER_TARGET_TYPE, this::targetType,
        LOAD_BALANCER_VPC, this::vpc,
        LOAD_BALANCER_HEALTH_CHECK, this::healthCheck,
        LOAD_BALANCER_PRODUCTION_LISTENER,
            () -> setUp.byEcs() ? ecs.production() : productionListener(),
        LOAD_BALANCER_TEST_LISTENER, () -> setUp.byEcs() ? ecs.test() : testListener(),
        LOAD_BALANCER_ASSOCIATION, ecs::association,
        LOAD_BALANCER_CERTIFICATE, new CertificateCheck(setUp, standing, clock)::verdict,
        LOAD_BALANCER_TEST_PATH, new TestPath(setUp, standing)::verdict,
        LOAD_BALANCER_NETWORK, this::network);
  }

  private CheckVerdict targetGroups() {
    var several =
        setUp.byEcs()
            ? Optional.<XacctException>empty()
            : new DeploymentRules(setUp.environment).pairs(setUp.needGroup());
    if (several.isPresent()) {
      return CheckVerdict.of(several, "");
    }
    var found = standing.targetGroups();
    if (found.size() != standing.needed()) {
      return setUp.byEcs() ? notTwoOfTheService(found.keySet()) : notTwoOfTheGroup(found.keySet());
    }
    var missing =
        found.keySet().stream()
            .filter(name -> Objects.requireNonNull(found.get(name)).isEmpty())
            .toList();
    if (missing.isEmpty()) {
      return CheckVerdict.ok(Snippets.list(List.copyOf(found.keySet())));
    }
    return CheckVerdict.fail("Target group " + Snippets.list(missing) + " does not exist.")
        .evidence(owner() + " names " + Snippets.list(List.copyOf(found.keySet())))
        .fix(
            """
                aws elbv2 create-target-group --name %s --target-type ip --protocol \
                %s --port %s --vpc-id %s --region %s"""
                .formatted(
                    missing.get(0),
                    protocolOf(found.values()),
                    setUp.intent.appSpec().containerPort(),
                    vpcOf(found.values()),
                    setUp.environment.region()));
  }

  private String owner() {
    return setUp.byEcs() ? "The service" : "The deployment group";
  }

  private static CheckVerdict notTwoOfTheGroup(Set<String> names) {
    return CheckVerdict.fail(
            "The deployment group names " + names.size() + " target groups, not two.")
        .evidence("They are: " + Snippets.listOrNone(List.copyOf(names)))
        .fix(
            "assign two target groups: --load-balancer-info in aws deploy"
                + " update-deployment-group");
  }

  private static CheckVerdict notTwoOfTheService(Set<String> names) {
    return CheckVerdict.fail("The service has no second target group to shift its traffic to.")
        .evidence("It has: " + Snippets.listOrNone(List.copyOf(names)))
        .fix(
            "name one in its loadBalancers[].advancedConfiguration.alternateTargetGroupArn:"
                + " --load-balancers in aws ecs update-service");
  }

  private static String vpcOf(Collection<Optional<JsonNode>> groups) {
    return groups.stream()
        .flatMap(Optional::stream)
        .map(group -> group.path("VpcId").asText())
        .findFirst()
        .orElse("VPC");
  }

  private static String protocolOf(Collection<Optional<JsonNode>> groups) {
    return groups.stream()
        .flatMap(Optional::stream)
        .map(group -> group.path("Protocol").asText("HTTP"))
        .findFirst()
        .orElse("HTTP");
  }

  private CheckVerdict targetType() {
    String network = setUp.intent.task().path("networkMode").asText("");
    String wanted = network.equals("awsvpc") ? "ip" : "instance";
    for (JsonNode group : standing.both()) {
      String type = group.path("TargetType").asText();
      if (!type.equals(wanted)) {
        return CheckVerdict.fail(
                "Target group %s has the target type %s, but tasks of network mode %s need %s."
                    .formatted(name(group), type, network.isEmpty() ? "bridge" : network, wanted))
            .evidence("Target group " + group.path("TargetGroupArn").asText())
            .fix(
                "create another one with --target-type "
                    + wanted
                    + ": the type cannot be changed.");
      }
    }
    return CheckVerdict.ok(wanted);
  }

  private CheckVerdict vpc() {
    Map<String, String> vpcs = new LinkedHashMap<>();
    standing
        .both()
        .forEach(group -> vpcs.put("target group " + name(group), group.path("VpcId").asText()));
    standing
        .loadBalancer()
        .ifPresent(
            lb ->
                vpcs.put(
                    "load balancer " + lb.path("LoadBalancerName").asText(),
                    lb.path("VpcId").asText()));
    if (vpcs.values().stream().distinct().count() == 1) {
      return CheckVerdict.ok(vpcs.values().iterator().next());
    }
    return CheckVerdict.fail("Target groups and load balancer are not in the same VPC.")
        .evidence(
            vpcs.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .toArray(String[]::new))
        .fix(
            "create the target group again in the load balancer's VPC: its VPC cannot be changed.");
  }

  /** Both groups serve the same container in turn, so they must ask it the same. */
  private CheckVerdict healthCheck() {
    var groups = standing.both();
    var verdicts = new ArrayList<CheckVerdict>();
    verdicts.add(
        healthCheck(
            groups.subList(0, 2),
            setUp.intent.appSpec().containerPort(),
            setUp.intent.healthCheckPath()));
    for (int pair = 1; 2 * pair < groups.size(); pair++) {
      int port = setUp.ecs().pairs().get(pair).needBalancer().path("containerPort").asInt();
      verdicts.add(healthCheck(groups.subList(2 * pair, 2 * pair + 2), port, Optional.empty()));
    }
    return CheckVerdict.worst(verdicts);
  }

  private CheckVerdict healthCheck(List<JsonNode> groups, int port, Optional<String> configured) {
    boolean connects = groups.stream().allMatch(LoadBalancerChecks::onlyConnects);
    var wantedPath = configured.filter(wanted -> !connects);
    String path = wantedPath.orElseGet(() -> groups.get(0).path("HealthCheckPath").asText());
    for (JsonNode group : groups) {
      String checked = group.path("HealthCheckPort").asText("traffic-port");
      if (!checked.equals("traffic-port") && !checked.equals(String.valueOf(port))) {
        return CheckVerdict.fail(
                "Target group %s checks port %s, but the container listens on %s."
                    .formatted(name(group), checked, port))
            .evidence("HealthCheckPort is " + checked)
            .fix(modify(group) + " --health-check-port traffic-port");
      }
      String other = group.path("HealthCheckPath").asText("");
      if (!other.equals(path)) {
        return CheckVerdict.fail(
                "Target group %s checks the path %s, but %s%s."
                    .formatted(
                        name(group),
                        other,
                        wantedPath.isPresent() ? "<healthCheck> says " : "the other one checks ",
                        path))
            .evidence("HealthCheckPath is " + other)
            .fix(modify(group) + " --health-check-path " + path);
      }
    }
    String what = connects ? "a connection to " : path.isEmpty() ? "" : path + " on ";
    return CheckVerdict.ok(what + "port " + port);
  }

  /** As target groups of a Network Load Balancer may, which ask no path. */
  private static boolean onlyConnects(JsonNode group) {
    return group.path("HealthCheckProtocol").asText().equals("TCP");
  }

  private String modify(JsonNode group) {
    return "aws elbv2 modify-target-group --target-group-arn "
        + group.path("TargetGroupArn").asText()
        + " --region "
        + setUp.environment.region();
  }

  private CheckVerdict productionListener() {
    var arn = standing.listenerArn(LoadBalancerFacts.PRODUCTION);
    if (arn.isEmpty()) {
      return CheckVerdict.fail("The deployment group has no production listener.")
          .evidence("prodTrafficRoute names none.")
          .fix("name it in prodTrafficRoute of the group's --load-balancer-info.");
    }
    var listener = standing.listener(arn.get());
    if (listener.isEmpty()) {
      return CheckVerdict.fail("The production listener " + arn.get() + " does not exist.")
          .evidence("prodTrafficRoute of the deployment group names it.")
          .fix("create a listener, and set it in prodTrafficRoute of the deployment group.");
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

  private CheckVerdict testListener() {
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
      return CheckVerdict.fail("The test listener " + arn.get() + " does not exist.")
          .evidence("testTrafficRoute of the deployment group names it.")
          .fix("create a listener, and set it in testTrafficRoute of the deployment group.");
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

  private CheckVerdict network() {
    var lb =
        standing.loadBalancer().orElseThrow(() -> new Skip("there is no load balancer to look at"));
    String type = lb.path("Type").asText("application");
    if (setUp.byEcs()) {
      return CheckVerdict.ok(
          type
              + " load balancer "
              + lb.path("LoadBalancerName").asText()
              + (type.equals("network") ? ": ECS waits 10 more minutes at each shift" : ""));
    }
    String configuration = setUp.configuration();
    if (!type.equals("network") || configuration.equals("CodeDeployDefault.ECSAllAtOnce")) {
      return CheckVerdict.ok(type + " load balancer " + lb.path("LoadBalancerName").asText());
    }
    return CheckVerdict.fail(
            "A network load balancer takes CodeDeployDefault.ECSAllAtOnce only, not "
                + configuration
                + ".")
        .evidence("Load balancer " + lb.path("LoadBalancerArn").asText())
        .fix("<deploymentConfiguration>CodeDeployDefault.ECSAllAtOnce</deploymentConfiguration>");
  }

  private static String place(JsonNode listener) {
    return listener.path("Protocol").asText() + ":" + listener.path("Port").asText();
  }

  private static String name(JsonNode group) {
    return group.path("TargetGroupName").asText();
  }
}
