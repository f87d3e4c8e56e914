package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.goal.migrating.MigrationRehearsal;
import io.github.xacct.migrate.MigrationRequest;
import io.github.xacct.migrate.Way;
import io.github.xacct.model.RoleArn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The goal and the whole move there and back under requests, over the wire. */
class MigrationRehearsalTest {
  private static final String POM =
      """
      <registry><account>111111111111</account></registry>
      <environments>
        <environment>
          <name>test</name><account>222222222222</account><role>demo-deploy</role>
          <deploymentConfiguration>CodeDeployDefault.ECSCanary10Percent5Minutes</deploymentConfiguration>
          <task><containerPort>8080</containerPort></task>
          <hooks><beforeAllowTraffic>check-green</beforeAllowTraffic></hooks>
          <rehearsal><terminationWait>1</terminationWait><readyWait>1000</readyWait></rehearsal>
        </environment>
      </environments>
      """;

  private static final String REHEARSED = "<rehearse>true</rehearse><minute>20ms</minute>";

  private static final String NONE_FAILED =
      " *0 of [1-9]\\d+ requests failed from the beginning to the end";

  @TempDir Path folder;

  private List<String> run(String more) throws Exception {
    var goal = new MigrateMojo();
    return GoalRun.of(goal, folder, POM, "<way>in-place</way>" + REHEARSED + more);
  }

  private String file(String name) throws Exception {
    return Files.readString(folder.resolve("target/xacct/test/migration").resolve(name));
  }

  @Test
  void movesThereAndBackAndLosesNoRequest() throws Exception {
    var lines = run("");

    assertThat(lines)
        .contains(
            "Move of service demo-app-test (test) from CodeDeploy to ECS's own deployments,"
                + " in-place",
            "  deployment configuration: CodeDeployDefault.ECSCanary10Percent5Minutes -> CANARY,"
                + " 10.0 % for 5 min",
            "  wait in Ready: 1000 min, then the deployment stops -> PAUSE at"
                + " POST_TEST_TRAFFIC_SHIFT, 1000 min, then ROLLBACK",
            "  hook BeforeAllowTraffic: function check-green -> the same function at"
                + " PRE_PRODUCTION_TRAFFIC_SHIFT, 60 min, then ROLLBACK",
            "    1. Name both target groups in the production rule, with the weights 1 and 0"
                + " (elasticloadbalancing:ModifyListener)",
            "    3. Change the deployment controller to ECS, with CANARY (ecs:UpdateService)",
            "  Step 9 of 9: Create deployment group demo-app-test-codedeploy in application"
                + " demo-app-test");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("  Deployed by"))
        .extracting(line -> line.replaceFirst(": arn.*", ""))
        .containsExactly(
            "  Deployed by CodeDeploy; the other target group serves now",
            "  Deployed by ECS itself",
            "  Deployed by CodeDeploy, on the way back");
    assertThat(lines).anyMatch(line -> line.matches(NONE_FAILED));
    assertThat(file("environment.xml"))
        .isEqualTo(
            """
            <environment>
              <name>test</name>
              <engine>ecs</engine>
              <stackParameters>
                <TerminationWaitMinutes>1</TerminationWaitMinutes>
                <ReadyWaitMinutes>1000</ReadyWaitMinutes>
                <!-- in place of <hooks>; these functions must answer ECS -->
                <LifecycleHooks>PRE_PRODUCTION_TRAFFIC_SHIFT=check-green</LifecycleHooks>
              </stackParameters>
            </environment>
            """);
    var json = new ObjectMapper().readTree(file("migration.json"));
    assertThat(json.at("/subject/trafficNow").asText())
        .contains(":targetgroup/demo-app-test-tg-2/");
    assertThat(json.at("/steps").findValuesAsText("id"))
        .containsExactly("production-rule", "test-rule", "controller");
    assertThat(json.at("/outlook/rehearsal").size()).isPositive();
    assertThat(file("migration.md")).contains("## What AWS does not document");
    assertThat(file("migration.html")).contains("Rehearsal on the embedded AWS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"in-place", "parallel"})
  void behindANetworkLoadBalancerItsListenersAreTheRules(String way) throws Exception {
    String pom =
        POM.replace("ECSCanary10Percent5Minutes", "ECSAllAtOnce")
            .replace(
                "<task>",
                "<stackParameters><LoadBalancerType>network</LoadBalancerType></stackParameters><task>");
    var lines = GoalRun.of(new MigrateMojo(), folder, pom, "<way>" + way + "</way>" + REHEARSED);

    assertThat(lines)
        .contains("  Network Load Balancer: all at once only -> canary and linear are possible")
        .anyMatch(line -> line.matches(NONE_FAILED));
    assertThat(file("migration.md"))
        .contains("aws elbv2 modify-listener")
        .containsPattern("\"productionListenerRule\":\"arn:[^\"]*:listener/net/");
  }

  @Test
  void aSecondServiceTakesOver() throws Exception {
    assertThat(run("<way>parallel</way>"))
        .containsSubsequence(
            "  Step 6 of 10: Send all requests to service demo-app-test-ecs",
            "  Taking the move back:",
            "  Step 1 of 4: Name the target group of service demo-app-test in the production rule",
            "  Step 2 of 4: Send all requests to service demo-app-test again",
            "  Step 3 of 4: The same in the test rule",
            "  Step 4 of 4: Remove the tags of the move from target group demo-app-test-e1")
        .anyMatch(line -> line.startsWith("  Deployed by CodeDeploy, after the move was taken"))
        .anyMatch(line -> line.matches(NONE_FAILED));
    assertThat(file("environment.xml")).contains("<service>demo-app-test-ecs</service>");
  }

  @Test
  void rollingUpdatesBecomeBlueGreenByARollingDeploymentAndThenTheStrategy() throws Exception {
    String oneListener =
        POM.replace("<readyWait>1000</readyWait>", "<testListener>false</testListener>");
    var settings = Written.xml(oneListener).env("test").read();
    var environment = settings.environment().orElseThrow();
    var wanted =
        new MigrationRequest(
            environment,
            Map.of(),
            Way.IN_PLACE,
            new RoleArn("aws", environment.account(), "demo-app-test-ecs"),
            new RoleArn("aws", environment.account(), "demo-app-test-codedeploy"),
            Optional.empty());
    try (var stage =
        Rehearsed.stage(settings, List.of(environment), folder, Duration.ofMillis(20))) {
      stage.settle(environment);
      var lines =
          new MigrationRehearsal(
                  stage.rehearsal().orElseThrow(),
                  Duration.ofMillis(20),
                  wanted,
                  pause -> Thread.sleep(pause.toMillis() / 50),
                  line -> {})
              .run(true, planned -> {});

      assertThat(lines)
          .containsSubsequence(
              "Step 1 of 4: Create target group demo-app-test-alt like the one that carries traffic",
              "Step 2 of 4: Name both target groups in the production rule, with the weights 1 and"
                  + " 0",
              "Step 3 of 4: Add the second target group and the rules to the service: a rolling"
                  + " deployment",
              "Step 4 of 4: Change the strategy to BLUE_GREEN; that starts no deployment",
              "Taking the move back:",
              "Step 1 of 3: Change the strategy to ROLLING, with the target group that serves alone",
              "Step 2 of 3: Leave the target group that serves alone in the production rule",
              "Step 3 of 3: Remove the tags of the move from target group demo-app-test-alt")
          .anyMatch(line -> line.matches(NONE_FAILED));
    }
  }
}
