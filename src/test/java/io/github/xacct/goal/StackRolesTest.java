package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.aws.Deadline;
import io.github.xacct.aws.codedeploy.CodeDeployHistory;
import io.github.xacct.deploy.StatusReader;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Finding;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.preflight.Check;
import io.github.xacct.preflight.Intent;
import io.github.xacct.rehearsal.LeastPrivilege;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.ResourceDrift;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The roles of the templates have exactly the permissions that the goals use: the calls of the
 * goals in a rehearsal of bootstrapped accounts are compared with the policies in both directions.
 */
class StackRolesTest {
  private static final String DEPLOY_ROLE = "arn:aws:iam::222222222222:role/demo-app-test-deploy";
  private static final String TOPIC = "arn:aws:sns:eu-central-1:222222222222:demo-app-test";
  private static final Map<String, String> PARAMETERS =
      Map.of("TopicArn", TOPIC, "AutoScalingMaxCount", "2");
  private static final String BUILD_ROLE = "arn:aws:iam::111111111111:role/demo-app-build";

  /**
   * Calls of CodeBuild, CodePipeline and S3 with the role; session tags; and layers, which are read
   * for a base image in this registry and by preflight for the image of the last push.
   */
  private static final List<String> NOT_REHEARSED =
      List.of(
          "WriteLogs",
          "ReadTheSource",
          "ItsOwnArtifactAndCache",
          "ArtifactKey",
          "sts:TagSession",
          "ecr:GetDownloadUrlForLayer");

  private static final List<String> OF_WHAT_IS_CONFIGURED =
      List.of("ReadTheHooks", "DescribeSecrets");

  @TempDir Path folder;
  private NotedStages stages;
  private static final String USUAL =
      """
      <externalId>demo-app-test</externalId>
      <approval>true</approval>
      <smokeTests><smokeTest><path>/</path></smokeTest></smokeTests>
      <testFunction>demo-app-test-test</testFunction>
      <suspendAutoScaling>true</suspendAutoScaling>
      <rehearsal><autoScaling>true</autoScaling></rehearsal>
      """;

  private final Settings settings = settings("<task><tags><team>shop</team></tags></task>");

  /** Settings that no deployment here uses, but preflight checks. */
  private final Settings more =
      settings(
          """
          <hooks><afterInstall>check</afterInstall></hooks>
          <capacityProviders>
            <capacityProvider><name>FARGATE</name><weight>1</weight></capacityProvider>
          </capacityProviders>
          <task><secrets>
            <KEY>arn:aws:secretsmanager:eu-central-1:222222222222:secret:k-AbCdEf</KEY>
            <NAME>/demo/name</NAME>
          </secrets></task>
          """);

  private final Environment environment = settings.environment().orElseThrow();

  @BeforeEach
  void stages() {
    stages = new NotedStages(settings, folder, Duration.ofMillis(300));
  }

  @Test
  void nothingIsMissingAndEachActionTakenOutIsMissed() throws Exception {
    StackPlan plan = bootstrap();
    ObjectNode deploy = deployAndStop();
    crash();
    deploymentsAreNoDrift(plan);

    var least = stages.compared(deploy, DEPLOY_ROLE);
    assertThat(least.missing()).isEmpty();
    // Asked only if CodeDeploy gives its target another name than cluster:service.
    assertThat(least.unused()).isSubsetOf("NoResourceLevel: codedeploy:ListDeploymentTargets");
    compareWithReadme(deploy);
    assertThat(resources(deploy, "ReadTheHooks"))
        .isEqualTo(
            "[\"arn:aws:lambda:eu-central-1:222222222222:function:check\","
                + "\"arn:aws:lambda:eu-central-1:222222222222:function:demo-app-test-test\"]");
    assertThat(resources(deploy, "DescribeSecrets"))
        .isEqualTo("[\"arn:aws:secretsmanager:eu-central-1:222222222222:secret:k-AbCdEf\"]");
    for (JsonNode statement : deploy.path("Statement")) {
      assertThat(statement.path("Action").toString()).doesNotContain("*");
      if (statement.path("Resource").asText().equals("*")) {
        assertThat(statement.path("Condition").isEmpty()).as(statement.toString()).isFalse();
      }
    }
  }

  private static String resources(ObjectNode policy, String statement) {
    for (JsonNode one : policy.path("Statement")) {
      if (one.path("Sid").asText().equals(statement)) {
        return one.path("Resource").toString();
      }
    }
    throw new AssertionError("no " + statement);
  }

  /** Compares statement by statement; the documentation has two more, with their purpose. */
  private static void compareWithReadme(ObjectNode deploy) throws Exception {
    var documented = MadeRoles.documented("Its permissions are", "**What it may read**");
    documented.keySet().removeAll(List.of("TakeOverAService", "ReadKeysOfSecrets"));
    documented.keySet().removeAll(OF_WHAT_IS_CONFIGURED);
    var made = MadeRoles.statements(deploy);
    made.keySet().removeAll(OF_WHAT_IS_CONFIGURED);
    assertThat(made).isEqualTo(documented);
  }

  private static Settings settings(String task) {
    return Written.environment(USUAL + task).env("test").read();
  }

  /** Changes of task definition, target group and listeners by CodeDeploy are no drift. */
  private void deploymentsAreNoDrift(StackPlan plan) {
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
      plan.all().forEach(stack -> assertThat(aws.drift(stack)).as(stack.name()).isEmpty());
      Stack service = plan.of("test").get(1);
      assertThat(aws.accounts.in(service.place()).drifts(service.name()))
          .extracting(ResourceDrift::logicalId)
          .contains("Service");
      var forEcs = new java.util.HashMap<>(PARAMETERS);
      forEcs.put("RoleOfEcs", "true");
      new MovedService(aws, settings, plan(more, false, forEcs))
          .goesOnWith(plan(settings, true, PARAMETERS));
    }
  }

  private StackPlan bootstrap() {
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      var plan = plan(more, false, PARAMETERS);
      aws.bootstrap(plan);
      return plan;
    }
  }

  private StackPlan plan(Settings configured, boolean byEcs, Map<String, String> parameters) {
    return RehearsedStacks.plan(configured, byEcs, parameters);
  }

  private ObjectNode deployAndStop() throws Exception {
    try (var stage = stages.stage();
        var target = stages.enter(stage)) {
      var ports = target.ports();
      String first = stages.start(stage, target, "1");
      Deadline.await(() -> ports.engine().state(first), s -> s.status() == DeploymentStatus.READY);
      var history = new CodeDeployHistory(target.session(), environment);
      new StatusReader(ports, history, container -> List.of()).of(environment);
      assertThat(history.taskDefinition(history.last(1).get(0))).isPresent();
      greenIsAskedFromInside(target);
      preflight(stage);
      MadeRoles.proceed(target, first);
      Deadline.await(
          () -> ports.engine().state(first), s -> s.status() == DeploymentStatus.SUCCEEDED);
      MadeRoles.conclude(target, environment, first, TOPIC);

      String second = stages.start(stage, target, "2");
      Deadline.await(() -> ports.engine().state(second), s -> s.status() == DeploymentStatus.READY);
      ports.engine().stop(second, true);
      Deadline.await(() -> ports.engine().state(second).rollback(), Optional::isPresent);
      String back = ports.engine().state(second).rollback().orElseThrow();
      Deadline.await(
          () -> ports.engine().state(back), s -> s.status() == DeploymentStatus.SUCCEEDED);
      var build = LeastPrivilege.policyOf(stage.rehearsal().orElseThrow(), BUILD_ROLE);
      checkBuilder(stages.compared(build, BUILD_ROLE));
      return LeastPrivilege.policyOf(stage.rehearsal().orElseThrow(), DEPLOY_ROLE);
    }
  }

  /** Only the test function can connect, not this machine. */
  private void greenIsAskedFromInside(TargetAccount target) {
    var url = target.ports().look().testUrl().orElseThrow();
    assertThatThrownBy(() -> TestClient.direct().get(url, Map.of(), Duration.ofSeconds(60)))
        .isInstanceOf(IOException.class);
    stages.askFromInside(target, url);
  }

  private static void checkBuilder(LeastPrivilege least) {
    assertThat(least.missing()).isEmpty();
    assertThat(least.unused())
        .filteredOn(part -> NOT_REHEARSED.stream().noneMatch(part::contains))
        .isEmpty();
  }

  /** Checks certificates as if the listeners had HTTPS, with a certificate for another name. */
  private void looksAtCertificates(Stage stage, Intent intent) {
    var store = stage.rehearsal().orElseThrow().store();
    var place = new AccountRegion(environment.account(), environment.region());
    var before = store.all(place, ResourceTypeNames.LISTENER);
    before.forEach(
        (arn, listener) -> {
          var secured = listener.deepCopy().put("Protocol", "HTTPS");
          secured
              .putArray("Certificates")
              .addObject()
              .put("CertificateArn", place.arn("acm", "certificate/0f3e7a52-0000"));
          store.put(place, ResourceTypeNames.LISTENER, arn, secured);
        });
    var shop = intent.at(URI.create("https://shop.example.net"));
    assertThat(MadeRoles.preflight(stage, shop, EnumSet.of(Check.LOAD_BALANCER_CERTIFICATE)))
        .extracting(Finding::words)
        .containsExactly("The certificate is not for shop.example.net.");
    before.forEach((arn, listener) -> store.put(place, ResourceTypeNames.LISTENER, arn, listener));
  }

  private void preflight(Stage stage) {
    var intent = MadeRoles.intent(more);
    looksAtCertificates(stage, intent);
    List<Finding> findings = MadeRoles.preflight(stage, intent, EnumSet.allOf(Check.class));
    assertThat(findings)
        .filteredOn(finding -> finding.outcome() == Finding.Outcome.FAIL)
        .extracting(Finding::id)
        // This test has no Lambda function and no secret, and a deployment in flight.
        .isSubsetOf("hooks.functions", "task.secrets", "service.in-flight");
    assertThat(findings)
        .filteredOn(finding -> finding.outcome() == Finding.Outcome.SKIPPED)
        .allSatisfy(f -> assertThat(f.toString()).doesNotContain("needs iam:"));
  }

  private void crash() throws Exception {
    try (var stage = stages.stage(Fault.CRASH_LOOP)) {
      stages.crash(stage, "3");
    }
  }
}
