package io.github.xacct.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.preflight.PreflightTest;
import io.github.xacct.aws.servicedeployment.ServiceDeploymentEngine;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Finding;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.wire.Json;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/**
 * A service of the ECS deployment controller behind two load balancers, over the wire: the traffic
 * of both shifts, and misconfigurations of the second are detected like those of the first.
 */
class SeveralLoadBalancersTest {
  private static final String PRODUCTION = "production";
  private static final String TEST = "test";

  @TempDir Path folder;

  @Test
  void allPairsAreMovedAndCompared() throws Exception {
    var how =
        EcsDeployment.linear(50, 1, 1)
            .withPause("PRE_PRODUCTION_TRAFFIC_SHIFT", 1000)
            .withCircuitBreaker();
    try (var aws =
            RehearsedAws.in(folder).deployedByEcs(how).minute(Duration.ofMillis(20)).start();
        var session = aws.enter()) {
      aws.rehearsal.awaitSteady("test", Duration.ofSeconds(180));
      var engine = engine(aws, session);
      String arn = register(aws, new EcsTaskDefinitions(session));
      var second = new Second(aws);

      String alone = start(engine, aws, arn);
      await(engine, alone, DeploymentStatus.READY);
      assertThat(engine.objection(alone)).isEmpty();
      second.put();
      assertThat(engine(aws, session).objection(alone).orElseThrow())
          .as("no task of this deployment stands behind the second load balancer")
          .isEqualTo(
              "no task of the new revision is registered in target group "
                  + second.group(2)
                  + ", to which the next step would send requests");
      engine.stop(alone, true);
      await(engine, alone, DeploymentStatus.FAILED);
      await(() -> engine.look().active().isEmpty());

      String both = start(engine, aws, arn);
      await(engine, both, DeploymentStatus.READY);
      assertThat(second.weights()).containsExactly(100, 0);
      assertThat(engine.objection(both)).isEmpty();
      engine.proceed(both);
      await(() -> second.weights().equals(List.of(50, 50)));
      await(engine, both, DeploymentStatus.READY);
      second.forward(100, 0);
      assertThat(engine.objection(both))
          .hasValue(
              "somebody else has changed the production rule "
                  + second.rule(PRODUCTION)
                  + ": it sends 0 % of the requests to the new revision, ECS assumes 50 %");
      second.forward(50, 50);
      engine.proceed(both);
      await(engine, both, DeploymentStatus.SUCCEEDED);
      assertThat(second.weights()).containsExactly(0, 100);
      assertThat(second.answers()).isEqualTo(200);

      assertThat(findings(aws)).isEmpty();
      second.forward(50, 50);
      assertThat(findings(aws))
          .containsExactly(
              "load-balancer.production-listener: The production rule of service demo must send"
                  + " all traffic to exactly one of the service's two target groups.");
      assertThat(engine.look().problems())
          .singleElement()
          .satisfies(
              problem ->
                  assertThat(problem.evidence())
                      .contains("The target groups: " + second.group(1) + ", " + second.group(2)));
    }
  }

  private static ServiceDeploymentEngine engine(RehearsedAws aws, AwsSession session) {
    return new ServiceDeploymentEngine(
        session, aws.environment, Optional.of(Duration.ofMillis(20)), line -> {});
  }

  private static List<String> findings(RehearsedAws aws) {
    return PreflightTest.preflight(aws).findings().stream()
        .filter(finding -> finding.outcome() == Finding.Outcome.FAIL)
        .filter(finding -> finding.id().startsWith("load-balancer."))
        .map(finding -> finding.id() + ": " + finding.words())
        .toList();
  }

  private static String register(RehearsedAws aws, EcsTaskDefinitions definitions)
      throws Exception {
    String text = GeneratedTaskDefinition.of(aws.environment).withImage(aws.push("1")).text();
    return definitions.register(text).arn();
  }

  private static String start(ServiceDeploymentEngine engine, RehearsedAws aws, String arn) {
    assertThat(engine.look().problems()).isEmpty();
    return engine.start(Revisions.of(aws.environment, arn), "a test");
  }

  private static void await(ServiceDeploymentEngine engine, String id, DeploymentStatus wanted)
      throws Exception {
    await(
        () -> {
          var state = engine.state(id);
          assertThat(state.status() == wanted || !state.status().ended())
              .as(state.toString())
              .isTrue();
          return state.status() == wanted;
        });
  }

  private static void await(java.util.function.BooleanSupplier condition) throws Exception {
    Stage.awaitThat(condition::getAsBoolean, () -> "in time");
  }

  /** A second load balancer of the same service, with its listeners and target groups. */
  private static final class Second {
    private final RehearsedAws aws;
    private final AccountRegion place;

    Second(RehearsedAws aws) {
      this.aws = aws;
      this.place = new AccountRegion(aws.environment.account(), aws.environment.region());
    }

    private String arn(String resource) {
      return place.arn("elasticloadbalancing", resource);
    }

    String group(int number) {
      return arn("targetgroup/internal-" + number + "/0123456789abcde" + number);
    }

    /**
     * Returns the ARN of a rule; of the listener for a Network Load Balancer, which has no rules.
     */
    String rule(String which) {
      return arn("listener/net/internal/50dc6c495c0c9188/" + (which.equals(TEST) ? "02" : "01"));
    }

    void put() {
      var store = aws.rehearsal.store();
      String balancer = arn("loadbalancer/net/internal/50dc6c495c0c9188");
      ObjectNode network = Json.object().put("Name", "internal").put("Type", "network");
      store.put(place, ResourceTypeNames.LOAD_BALANCER, balancer, network);
      ObjectNode like =
          store.all(place, ResourceTypeNames.TARGET_GROUP).values().iterator().next().deepCopy();
      for (int number = 1; number <= 2; number++) {
        ObjectNode group = like.deepCopy().put("Name", "internal-" + number);
        store.put(
            place, ResourceTypeNames.TARGET_GROUP, group(number), group.put("Protocol", "TCP"));
      }
      for (String which : List.of(PRODUCTION, TEST)) {
        ObjectNode listener = Json.object().put("LoadBalancerArn", balancer);
        listener.put("Port", which.equals(TEST) ? 9443 : 443).put("Protocol", "TCP");
        store.put(place, ResourceTypeNames.LISTENER, rule(which), listener);
        forward(which, 100, 0);
      }
      store.edit(
          place,
          ResourceTypeNames.SERVICE,
          "apps/demo",
          service -> {
            var balancers =
                (com.fasterxml.jackson.databind.node.ArrayNode) service.path("LoadBalancers");
            ObjectNode more = balancers.get(0).deepCopy();
            more.put("TargetGroupArn", group(1))
                .withObject("/AdvancedConfiguration")
                .put("AlternateTargetGroupArn", group(2))
                .put("ProductionListenerRule", rule(PRODUCTION))
                .put("TestListenerRule", rule(TEST));
            balancers.add(more);
          });
      aws.rehearsal.resourcesChanged();
    }

    void forward(int first, int second) {
      forward(PRODUCTION, first, second);
      aws.rehearsal.resourcesChanged();
    }

    private void forward(String which, int first, int second) {
      aws.rehearsal
          .store()
          .edit(
              place,
              ResourceTypeNames.LISTENER,
              rule(which),
              listener -> {
                var groups =
                    listener
                        .putArray("DefaultActions")
                        .addObject()
                        .put("Type", "forward")
                        .putObject("ForwardConfig")
                        .putArray("TargetGroups");
                groups.addObject().put("TargetGroupArn", group(1)).put("Weight", first);
                groups.addObject().put("TargetGroupArn", group(2)).put("Weight", second);
              });
    }

    List<Integer> weights() {
      var weights = new ArrayList<Integer>();
      aws.rehearsal
          .store()
          .find(place, ResourceTypeNames.LISTENER, rule(PRODUCTION))
          .orElseThrow()
          .at("/DefaultActions/0/ForwardConfig/TargetGroups")
          .forEach(
              group ->
                  weights.add(
                      group.path("TargetGroupArn").asText().equals(group(1)) ? 0 : 1,
                      group.path("Weight").asInt()));
      return weights;
    }

    /** Returns the status of a request to its production listener. */
    int answers() throws Exception {
      try (var session = aws.administrator()) {
        int port =
            session
                .client(ElasticLoadBalancingV2Client.builder())
                .describeListeners(r -> r.listenerArns(rule(PRODUCTION)))
                .listeners()
                .get(0)
                .port();
        var url = URI.create("http://127.0.0.1:" + port);
        return TestClient.direct().get(url, Map.of(), Duration.ofSeconds(60)).status();
      }
    }
  }
}
