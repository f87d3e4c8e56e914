package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.stack.BootstrapRequest;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.StackPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stacks of a service that ECS itself deploys: created, deployed on, changed, compared and deleted,
 * over the wire.
 */
class EcsStacksTest {
  @TempDir Path folder;

  private final Settings settings =
      Written.environment(
              """
              <engine>ecs</engine>
              <externalId>demo-app-test</externalId>
              <approval>true</approval>
              <deploymentConfiguration>CodeDeployDefault.ECSCanary10Percent5Minutes</deploymentConfiguration>
              """)
          .env("test")
          .read();

  private final Environment environment = settings.environment().orElseThrow();

  @Test
  void areCreatedDeployedOnChangedComparedAndDeleted() throws Exception {
    StackPlan plan = plan(Map.of());
    assertThat(plan.of("test"))
        .extracting(stack -> stack.template().id())
        .containsExactly("network", "service", "role");
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      aws.bootstrap(plan);
      assertThat(aws.said)
          .contains(
              "demo-app-test-service: set how ECS deploys demo-app-test: CANARY, bake time 5 min,"
                  + " 5 alarms, 1 pauses and hooks");
    }
    deploy();
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
      plan.all().forEach(stack -> assertThat(aws.drift(stack)).as(stack.name()).isEmpty());
      change(aws, plan(Map.of("TerminationWaitMinutes", "30", "ShiftType", "linear")));
      assertThatThrownBy(() -> aws.bootstrap(plan(false, Map.of())))
          .hasMessageStartingWith(
              "Service demo-app-test in test (account 222222222222, eu-central-1) is deployed by"
                  + " ECS, although <engine> is codedeploy.");
    }
  }

  /** A call to ECS, by which nothing is deployed; the stack has nothing to change. */
  private static void change(RehearsedStacks aws, StackPlan changed) {
    var bootstrap = aws.bootstrap(changed, RehearsedStacks.everything(changed));
    assertThat(bootstrap.prepare()).allMatch(ChangeSet::isEmpty);
    assertThat(bootstrap.settings())
        .containsExactly(
            "test (account 222222222222, eu-central-1): demo-app-test-service, how ECS deploys"
                + " demo-app-test",
            "  ~ change     strategy: CANARY -> LINEAR",
            "  ~ change     linearConfiguration/stepPercent: nothing -> 10.0",
            "  ~ change     linearConfiguration/stepBakeTimeInMinutes: nothing -> 5",
            "  ~ change     bakeTimeInMinutes: 5 -> 30");
    bootstrap.run();
    var again = aws.bootstrap(changed, RehearsedStacks.everything(changed));
    again.prepare();
    assertThat(again.settings()).isEmpty();
    again.discard();
  }

  private void deploy() throws Exception {
    try (var stage =
            Rehearsed.stage(settings, List.of(environment), folder, Duration.ofMillis(20));
        var target =
            TargetAccount.enter(
                stage, environment, RunName.of(Written.environment("").facts()), event -> {})) {
      stage.settle(environment);
      var definition = GeneratedTaskDefinition.of(environment);
      var image = Rehearsed.push(stage, settings, folder, "1");
      var engine = target.ports().engine();
      assertThat(target.ports().look().runningTaskDefinition()).isPresent();
      String arn =
          target.ports().taskDefinitions().register(definition.withImage(image).text()).arn();
      String id = engine.start(Revisions.of(environment, arn), "a test");
      await(engine, id, DeploymentStatus.READY);
      engine.proceed(id);
      await(engine, id, DeploymentStatus.SUCCEEDED);
    }
  }

  private static void await(
      io.github.xacct.deploy.port.DeploymentEngine engine, String id, DeploymentStatus wanted)
      throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    DeploymentState state = engine.state(id);
    while (state.status() != wanted) {
      assertThat(System.nanoTime()).as("in time; now: " + state).isLessThan(end);
      assertThat(state.status().ended()).as(state.toString()).isFalse();
      Thread.onSpinWait();
      state = engine.state(id);
    }
  }

  private StackPlan plan(Map<String, String> parameters) {
    return plan(true, parameters);
  }

  private StackPlan plan(boolean byEcs, Map<String, String> parameters) {
    return StackPlan.of(
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
                    new LinkedHashMap<>(parameters),
                    byEcs)),
            Optional.empty()));
  }
}
