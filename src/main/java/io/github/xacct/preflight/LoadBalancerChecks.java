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

import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/** Checks whether the load balancer can forward requests to blue now and to green later. */
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
    var groups = new TargetGroupChecks(setUp, standing);
    var listeners = new ListenerChecks(setUp, standing);
    return Map.of(
        LOAD_BALANCER_TARGET_GROUPS, groups::existence,
        LOAD_BALANCER_TARGET_TYPE, groups::targetType,
        LOAD_BALANCER_VPC, groups::vpc,
        LOAD_BALANCER_HEALTH_CHECK, new TargetHealthCheck(setUp, standing)::verdict,
        LOAD_BALANCER_PRODUCTION_LISTENER,
            () -> setUp.byEcs() ? ecs.production() : listeners.production(),
        LOAD_BALANCER_TEST_LISTENER, () -> setUp.byEcs() ? ecs.test() : listeners.test(),
        LOAD_BALANCER_ASSOCIATION, ecs::association,
        LOAD_BALANCER_CERTIFICATE, new CertificateCheck(setUp, standing, clock)::verdict,
        LOAD_BALANCER_TEST_PATH, new TestPath(setUp, standing)::verdict,
        LOAD_BALANCER_NETWORK, this::network);
  }

  private CheckVerdict network() {
    var lb =
        standing.loadBalancer().orElseThrow(() -> new Skip("there is no load balancer to check"));
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
}
