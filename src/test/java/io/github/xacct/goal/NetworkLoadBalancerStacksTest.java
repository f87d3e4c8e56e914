package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.aws.preflight.PreflightFacts;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Finding;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Environment;
import io.github.xacct.model.Region;
import io.github.xacct.model.RoleArn;
import io.github.xacct.preflight.Intent;
import io.github.xacct.preflight.Preflight;
import io.github.xacct.rehearsal.LeastPrivilege;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.rehearsal.plan.TrafficReport;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.Drift;
import io.github.xacct.stack.plan.BootstrapRequest;
import io.github.xacct.stack.plan.StackPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service behind a Network Load Balancer, over the wire: its stacks are created, each engine
 * deploys on them without a failed request, green is asked at the test listener, and nothing of it
 * is a drift or a change.
 */
class NetworkLoadBalancerStacksTest {
  private static final AccountRegion PLACE =
      new AccountRegion(new AccountId("222222222222"), new Region("eu-central-1"));

  @TempDir Path folder;

  @Test
  void codeDeployMovesItsListenersAtOnce() throws Exception {
    var app = new App("", Map.of());
    app.bootstrap();

    try (var stage = app.stage();
        var target = enter(stage, app.environment)) {
      app.deploy(stage, target, "1");
      String running = target.ports().look().runningTaskDefinition().orElseThrow();
      var canary = canary();
      try (var asking = enter(stage, canary)) {
        assertThatThrownBy(
                () -> asking.ports().engine().start(Revisions.of(canary, running), "a test"))
            .hasMessageContaining(
                "CodeDeploy CreateDeployment: InvalidTrafficRoutingConfigurationException - A"
                    + " Network Load Balancer supports only the configuration"
                    + " CodeDeployDefault.ECSAllAtOnce")
            .hasMessageEndingWith(
                "Try: behind a Network Load Balancer:"
                    + " <deploymentConfiguration>CodeDeployDefault.ECSAllAtOnce</deploymentConfiguration>.");
      }
    }
    app.standsAsCreated(
        aws -> {
          aws.destroy(app.plan.of("test"));
          assertThat(aws.rehearsal.store().all(PLACE, ResourceTypeNames.LOAD_BALANCER)).isEmpty();
        });
  }

  @Test
  void ecsMovesThemStepByStep() throws Exception {
    var app =
        new App(
            "<engine>ecs</engine>"
                + "<deploymentConfiguration>CodeDeployDefault.ECSCanary10Percent5Minutes</deploymentConfiguration>",
            Map.of());
    app.bootstrap();

    try (var stage = app.stage();
        var target = enter(stage, app.environment)) {
      app.deploy(stage, target, "1");
      var role = new RoleArn("aws", PLACE.account(), "demo-app-test-ecs").toString();
      assertThat(LeastPrivilege.policyOf(stage.rehearsal().orElseThrow(), role).toString())
          .contains("ModifyListener")
          .doesNotContain("ModifyRule");
    }
    app.standsAsCreated(aws -> {});
  }

  private static Environment canary() {
    String configuration =
        "<deploymentConfiguration>CodeDeployDefault.ECSCanary10Percent5Minutes</deploymentConfiguration>";
    return Written.environment("<externalId>demo-app-test</externalId>" + configuration)
        .env("test")
        .read()
        .environment()
        .orElseThrow();
  }

  private static TargetAccount enter(Stage stage, Environment environment) {
    return TargetAccount.enter(
        stage, environment, RunName.of(Written.environment("").facts()), event -> {});
  }

  /** An app with one environment, and operations on it. */
  private final class App {
    private final Settings settings;
    private final Environment environment;
    private final StackPlan plan;

    App(String elements, Map<String, String> more) {
      settings =
          Written.environment("<externalId>demo-app-test</externalId>" + elements)
              .env("test")
              .read();
      environment = settings.environment().orElseThrow();
      var parameters = new HashMap<>(Map.of("LoadBalancerType", "network"));
      parameters.put("TestIngressCidr", "0.0.0.0/0");
      parameters.put("TerminationWaitMinutes", "1");
      parameters.putAll(more);
      plan =
          StackPlan.of(
              new BootstrapRequest(
                  settings.app(),
                  settings.registry(),
                  17,
                  false,
                  Map.of(),
                  List.of(
                      new BootstrapRequest.OfEnvironment(
                          environment,
                          settings.checks(environment),
                          parameters,
                          elements.contains("<engine>ecs"))),
                  Optional.empty()));
    }

    void bootstrap() {
      try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
        aws.bootstrap(plan);
        assertThat(aws.rehearsal.store().all(PLACE, ResourceTypeNames.LISTENER).values())
            .hasSize(2)
            .allMatch(listener -> listener.path("Protocol").asText().equals("TCP"));
        assertThat(aws.rehearsal.store().all(PLACE, ResourceTypeNames.LISTENER_RULE)).isEmpty();
      }
    }

    Stage stage() {
      return Rehearsed.stage(settings, List.of(environment), folder, Duration.ofMillis(20));
    }

    /** Deploys a version and waits for the end. */
    void deploy(Stage stage, TargetAccount target, String version) throws Exception {
      stage.settle(environment);
      target.ports().look();
      var image = Rehearsed.push(stage, settings, folder, version);
      String text = GeneratedTaskDefinition.of(environment).withImage(image).text();
      String arn = target.ports().taskDefinitions().register(text).arn();
      String id = target.ports().engine().start(Revisions.of(environment, arn), "a test");
      await(target, id, state -> state.status() == DeploymentStatus.SUCCEEDED);
      assertThat(answers(target)).isEqualTo(200);
      preflight(stage);
      TrafficReport traffic = stage.rehearsal().orElseThrow().traffic("test");
      assertThat(traffic.failures()).isEmpty();
      URI production = stage.rehearsal().orElseThrow().productionUrl("test").orElseThrow();
      assertThat(TestClient.direct().get(production, Map.of(), Duration.ofSeconds(60)).body())
          .isEqualTo("version " + version);
    }

    int answers(TargetAccount target) throws Exception {
      URI url = target.ports().look().testUrl().orElseThrow();
      return TestClient.direct().get(url, Map.of(), Duration.ofSeconds(60)).status();
    }

    void preflight(Stage stage) {
      var definition = GeneratedTaskDefinition.of(environment);
      var intent =
          new Intent(
              settings.registry(),
              environment,
              definition,
              AppSpec.of(environment.appSpec(), definition),
              Optional.empty(),
              Optional.empty(),
              settings.checks(environment));
      var clock = Clock.systemUTC();
      try (var facts =
          new PreflightFacts(
              stage.access(), settings.registry().region(), environment, "preflight", clock)) {
        assertThat(new Preflight(intent, facts, clock).run())
            .filteredOn(finding -> finding.outcome() == Finding.Outcome.FAIL)
            .isEmpty();
      }
    }

    void standsAsCreated(Consumer<RehearsedStacks> finallyDone) {
      try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
        assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
        plan.all()
            .forEach(
                stack ->
                    assertThat(Drift.lines(stack, aws.drift(stack))).as(stack.name()).isEmpty());
        finallyDone.accept(aws);
      }
    }
  }

  private static void await(TargetAccount target, String id, Predicate<DeploymentState> wished)
      throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(180).toNanos();
    var state = target.ports().engine().state(id);
    for (; !wished.test(state); state = target.ports().engine().state(id)) {
      assertThat(state.status().ended() || System.nanoTime() > end).as(state.toString()).isFalse();
      RehearsedStacks.SHORT.sleep(Duration.ofMillis(5));
    }
  }
}
