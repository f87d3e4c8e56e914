package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.xacct.aws.Deadline;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.deploy.StatusReader;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.event.Finding;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.AccountId;
import io.github.xacct.model.Environment;
import io.github.xacct.model.Region;
import io.github.xacct.preflight.Check;
import io.github.xacct.rehearsal.LeastPrivilege;
import io.github.xacct.rehearsal.iam.Identities;
import io.github.xacct.rehearsal.iam.Identity;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import io.github.xacct.stack.ChangeSet;
import io.github.xacct.stack.Drift;
import io.github.xacct.stack.plan.Stack;
import io.github.xacct.stack.plan.StackPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stacks of a service that ECS itself deploys, over the wire: created, deployed on with the roles
 * that they make, which may do what the goals do and nothing else, changed and compared.
 */
class EcsStacksTest {
  private static final String DEPLOY_ROLE = "arn:aws:iam::222222222222:role/demo-app-test-deploy";
  private static final String ECS_ROLE = "arn:aws:iam::222222222222:role/demo-app-test-ecs";
  private static final String LOOK_ROLE = "arn:aws:iam::222222222222:role/demo-app-test-look";
  private static final String BUILDER = "arn:aws:iam::111111111111:role/demo-app-build";
  private static final String TOPIC = "arn:aws:sns:eu-central-1:222222222222:demo-app-test";
  private static final AccountRegion PLACE =
      new AccountRegion(new AccountId("222222222222"), new Region("eu-central-1"));

  private static final Map<String, String> PARAMETERS =
      Map.of(
          "TopicArn", TOPIC,
          "AutoScalingMaxCount", "2",
          "TerminationWaitMinutes", "1",
          "ReadyWaitMinutes", "1440",
          "LifecycleHooks", "POST_SCALE_UP=check",
          "CertificateArn", "arn:aws:acm:eu-central-1:222222222222:certificate/0f3e7a52-0000",
          "DomainName", "test.example.com");

  /** What {@link StackRolesTest} configures, and preflight checks for both engines. */
  private static final List<String> OF_WHAT_IS_CONFIGURED =
      List.of(
          "CompareBothVersions: cloudwatch:GetMetricData",
          "ReadNetworkAndParameters: elasticloadbalancing:DescribeListenerCertificates",
          "ReadNetworkAndParameters: ssm:DescribeParameters",
          "ReadTheCertificates: acm:DescribeCertificate");

  @TempDir Path folder;
  private LeastPrivilege looking;
  private NotedStages stages;

  private final Settings settings =
      Written.environment(
              """
              <engine>ecs</engine>
              <externalId>demo-app-test</externalId>
              <approval>true</approval>
              <smokeTests><smokeTest><path>/</path></smokeTest></smokeTests>
              <testFunction>demo-app-test-test</testFunction>
              <suspendAutoScaling>true</suspendAutoScaling>
              <deploymentConfiguration>CodeDeployDefault.ECSCanary10Percent5Minutes</deploymentConfiguration>
              <task><tags><team>shop</team></tags></task>
              <rehearsal><autoScaling>true</autoScaling></rehearsal>
              """)
          .env("test")
          .read();

  private final Environment environment = settings.environment().orElseThrow();

  @BeforeEach
  void stages() {
    stages = new NotedStages(settings, folder, Duration.ofMillis(150));
  }

  @Test
  void areCreatedDeployedOnChangedAndCompared() throws Exception {
    StackPlan plan = plan(true, PARAMETERS);
    assertThat(plan.of("test"))
        .extracting(stack -> stack.template().id())
        .containsExactly("network", "service", "role");
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      aws.bootstrap(plan);
      assertThat(aws.said)
          .contains(
              "demo-app-test-service: set how ECS deploys demo-app-test: CANARY, bake time 1 min,"
                  + " 5 alarms, 2 pauses and hooks");
    }
    ObjectNode deploy = deployAndStop();
    crash();
    bothWays(deploy);
    assertThat(looking.missing()).isEmpty();
    assertThat(looking.unused()).isSubsetOf(OF_WHAT_IS_CONFIGURED);
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      assertThat(aws.bootstrap(plan)).allMatch(ChangeSet::isEmpty);
      plan.all().forEach(stack -> assertThat(aws.drift(stack)).as(stack.name()).isEmpty());
      whatIsDrift(aws, plan.of("test").get(1));
      change(aws);
      assertThatThrownBy(() -> aws.bootstrap(plan(false, Map.of())))
          .hasMessageStartingWith(
              "Service demo-app-test in test (account 222222222222, eu-central-1) is deployed by"
                  + " ECS, although <engine> is codedeploy.");
      isDestroyed(aws, plan);
    }
  }

  private static void isDestroyed(RehearsedStacks aws, StackPlan plan) {
    assertThat(aws.destroy(plan.of("test")))
        .as("what holds data")
        .extracting(line -> line.split(" +")[1])
        .containsExactly("AWS::S3::BucketPolicy", "AWS::S3::Bucket", "AWS::Logs::LogGroup");
    assertThat(aws.said)
        .containsSubsequence(
            "demo-app-test-service: the desired count of the service is 0",
            "demo-app-test-service: Service DELETE_COMPLETE",
            "demo-app-test-service: InfrastructureRole DELETE_COMPLETE",
            "demo-app-test-service: demo-app-test-service DELETE_COMPLETE");
    var target = PLACE.account();
    assertThat(aws.rehearsal.standing(target, PLACE.region(), "AWS::ECS::Service")).isEmpty();
    assertThat(aws.rehearsal.standing(target, new Region("us-east-1"), Identity.ROLE))
        .allSatisfy((name, role) -> assertThat(name).doesNotStartWith("demo-app-test"));
  }

  private void bothWays(ObjectNode deploy) throws Exception {
    var least = stages.compared(deploy, DEPLOY_ROLE);
    assertThat(least.missing()).isEmpty();
    assertThat(least.unused()).isSubsetOf(OF_WHAT_IS_CONFIGURED);
    assertThat(deploy.toString()).doesNotContain("codedeploy");
    var documented = MadeRoles.documented("ECS itself deploys");
    documented.remove("TakeOverAService");
    var logs = (ObjectNode) documented.get("ReadLogsOfHooksAndEcs");
    assertThat(logs.path("Resource").get(0).asText()).endsWith("/aws/lambda/*");
    ((ArrayNode) logs.path("Resource"))
        .set(0, TextNode.valueOf(PLACE.arn("logs", "log-group:/aws/lambda/check:*")));
    var made = MadeRoles.statements(deploy);
    made.keySet().removeIf(sid -> sid.startsWith("Read") && !documented.containsKey(sid));
    assertThat(made).isEqualTo(documented);
  }

  /** ECS changes the weights of the two target groups; other changes are drift. */
  private static void whatIsDrift(RehearsedStacks aws, Stack service) {
    var cloudFormation = aws.accounts.in(service.place());
    assertThat(cloudFormation.drifts(service.name()))
        .extracting(drift -> drift.logicalId())
        .contains("Service");
    var rules = aws.rehearsal.store().all(PLACE, ResourceTypeNames.LISTENER_RULE);
    rules.forEach(
        (arn, rule) -> {
          var other = rule.deepCopy();
          other
              .at("/Actions/0/ForwardConfig/TargetGroups")
              .forEach(group -> ((ObjectNode) group).put("Weight", 50));
          aws.rehearsal.store().put(PLACE, ResourceTypeNames.LISTENER_RULE, arn, other);
        });
    assertThat(aws.drift(service)).isEmpty();
    String arn = rules.keySet().iterator().next();
    var other = rules.get(arn).deepCopy();
    ((ObjectNode) other.at("/Actions/0/ForwardConfig/TargetGroups/0"))
        .put("TargetGroupArn", PLACE.arn("elasticloadbalancing", "targetgroup/another/1"));
    aws.rehearsal.store().put(PLACE, ResourceTypeNames.LISTENER_RULE, arn, other);
    assertThat(Drift.lines(service, aws.drift(service)))
        .hasSize(2)
        .last()
        .asString()
        .contains(
            "TargetGroupArn is " + PLACE.arn("elasticloadbalancing", "targetgroup/another/1"));
    rules.forEach(
        (id, rule) -> aws.rehearsal.store().put(PLACE, ResourceTypeNames.LISTENER_RULE, id, rule));
    assertThat(Drift.note(service))
        .hasValue(
            "demo-app-test-service: the weights of both rules, between the two target groups, are"
                + " ECS's and not compared; strategy, bake time, alarms, pauses and hooks are"
                + " compared with the configuration");
  }

  /** Changes the service by a call that deploys nothing, after which the stack has no changes. */
  private void change(RehearsedStacks aws) {
    var other = new LinkedHashMap<>(PARAMETERS);
    other.putAll(Map.of("TerminationWaitMinutes", "30", "ShiftType", "linear"));
    StackPlan changed = plan(true, other);
    Stack service = changed.of("test").get(1);
    assertThat(Drift.lines(service, aws.drift(service)))
        .containsExactly(
            "demo-app-test-service: Service (AWS::ECS::Service, demo-app-test/demo-app-test) was"
                + " changed:",
            "  /DeploymentConfiguration/strategy is CANARY, the template has LINEAR",
            "  /DeploymentConfiguration/linearConfiguration/stepPercent is nothing, the template has"
                + " 10.0",
            "  /DeploymentConfiguration/linearConfiguration/stepBakeTimeInMinutes is nothing, the"
                + " template has 5",
            "  /DeploymentConfiguration/bakeTimeInMinutes is 1, the template has 30");
    var bootstrap = aws.bootstrap(changed, RehearsedStacks.everything(changed));
    assertThat(bootstrap.prepare()).allMatch(ChangeSet::isEmpty);
    assertThat(bootstrap.settings())
        .containsExactly(
            "test (account 222222222222, eu-central-1): demo-app-test-service, how ECS deploys"
                + " demo-app-test",
            "  ~ change     strategy: CANARY -> LINEAR",
            "  ~ change     linearConfiguration/stepPercent: nothing -> 10.0",
            "  ~ change     linearConfiguration/stepBakeTimeInMinutes: nothing -> 5",
            "  ~ change     bakeTimeInMinutes: 1 -> 30");
    bootstrap.run();
    assertThat(aws.drift(service)).isEmpty();
  }

  private ObjectNode deployAndStop() throws Exception {
    try (var stage = stages.stage();
        var target = stages.enter(stage)) {
      var ports = target.ports();
      String first = stages.start(stage, target, "1");
      await(() -> ports.engine().state(first), DeploymentStatus.READY);
      var history = target.history(HistoryPatience.TASK_DEFINITIONS_BRIEFLY);
      new StatusReader(ports, history, container -> List.of()).of(environment);
      assertThat(history.taskDefinition(history.last(1).get(0))).isPresent();
      greenIsAskedFromInside(target);
      preflight(stage);
      eachPermissionOfEcsIsMissed(stage);
      MadeRoles.proceed(target, first);
      await(() -> ports.engine().state(first), DeploymentStatus.SUCCEEDED);
      MadeRoles.conclude(target, environment, first, TOPIC);

      String second = stages.start(stage, target, "2");
      await(() -> ports.engine().state(second), DeploymentStatus.READY);
      ports.engine().stop(second, true);
      await(() -> ports.engine().state(second), DeploymentStatus.FAILED);
      Deadline.await(ports::look, look -> look.active().isEmpty());

      var store = stage.rehearsal().orElseThrow().store();
      store.edit(
          PLACE,
          ResourceTypeNames.FUNCTION,
          "check",
          function -> function.putArray("@Answers").addObject().put("hookStatus", "FAILED"));
      String third = stages.start(stage, target, "3");
      await(() -> ports.engine().state(third), DeploymentStatus.FAILED);
      assertThat(ports.engine().evidence(ports.engine().state(third)))
          .contains("Function check has no log /aws/lambda/check: it may never have run.");
      Deadline.await(ports::look, look -> look.active().isEmpty());
      store.edit(
          PLACE, ResourceTypeNames.FUNCTION, "check", function -> function.remove("@Answers"));
      return LeastPrivilege.policyOf(stage.rehearsal().orElseThrow(), DEPLOY_ROLE);
    }
  }

  /** Preflight reports each permission that is removed. */
  private void eachPermissionOfEcsIsMissed(Stage stage) {
    var rehearsal = stage.rehearsal().orElseThrow();
    var roles = Identities.place(PLACE.account());
    String name = AccountRegion.nameIn(ECS_ROLE);
    var before = rehearsal.store().find(roles, Identity.ROLE, name).orElseThrow().deepCopy();
    var policy = LeastPrivilege.policyOf(rehearsal, ECS_ROLE);
    var lessened = new LeastPrivilege(policy, List.of()).mutants();
    assertThat(lessened).hasSize(11);
    for (var less : lessened) {
      LeastPrivilege.replace(rehearsal, ECS_ROLE, less.policy());
      assertThat(
              MadeRoles.preflight(
                  stage, MadeRoles.intent(settings), EnumSet.of(Check.DEPLOYMENT_ROLE_PERMISSIONS)))
          .as(less.without())
          .singleElement()
          .matches(finding -> finding.outcome() == Finding.Outcome.FAIL);
    }
    rehearsal.store().put(roles, Identity.ROLE, name, before);
  }

  private void greenIsAskedFromInside(TargetAccount target) {
    var url = target.ports().look().testUrl().orElseThrow();
    assertThat(url).hasScheme("https");
    stages.askFromInside(target, url);
  }

  private void preflight(Stage stage) {
    var findings =
        MadeRoles.preflight(stage, MadeRoles.intent(settings), EnumSet.allOf(Check.class));
    assertThat(findings)
        .filteredOn(finding -> finding.outcome() == Finding.Outcome.FAIL)
        .extracting(Finding::id)
        .isSubsetOf("service.in-flight");
    assertThat(findings)
        .filteredOn(finding -> finding.outcome() == Finding.Outcome.SKIPPED)
        .allSatisfy(f -> assertThat(f.toString()).doesNotContain("needs "));
  }

  private void crash() throws Exception {
    try (var stage = stages.stage(Fault.CRASH_LOOP)) {
      stages.crash(stage, "4");
      lookBeforeAnApproval(stage);
    }
  }

  /** Reads with the read-only role. */
  private void lookBeforeAnApproval(Stage stage) throws Exception {
    editBuilder(
        stage,
        policies ->
            policies
                .addObject()
                .putObject("PolicyDocument")
                .putArray("Statement")
                .addObject()
                .put("Effect", "Allow")
                .put("Action", "sts:AssumeRole")
                .put("Resource", LOOK_ROLE));
    try (var target = stages.enter(stage.enteredAs("demo-app-test-look"))) {
      preflight(stage);
      var intent = MadeRoles.intent(settings);
      new PlanWork(
              settings,
              environment,
              Optional.empty(),
              Optional.empty(),
              intent.taskDefinition(),
              intent.appSpec(),
              false)
          .run(stage, target, false, folder, line -> {}, event -> {});
    }
    editBuilder(stage, policies -> policies.remove(policies.size() - 1));
    var policy = LeastPrivilege.policyOf(stage.rehearsal().orElseThrow(), LOOK_ROLE);
    looking = stages.compared(policy, LOOK_ROLE);
  }

  private static void editBuilder(Stage stage, Consumer<ArrayNode> change) {
    stage
        .rehearsal()
        .orElseThrow()
        .store()
        .edit(
            Identities.place(new AccountId("111111111111")),
            Identity.ROLE,
            "demo-app-build",
            role -> change.accept(role.withArray("/Policies")));
  }

  private static void await(Supplier<DeploymentState> question, DeploymentStatus wanted)
      throws Exception {
    Deadline.await(
        question,
        state -> {
          boolean there = state.status() == wanted;
          assertThat(there || !state.status().ended()).as(state.toString()).isTrue();
          return there;
        });
  }

  private StackPlan plan(boolean byEcs, Map<String, String> parameters) {
    StackPlan plan = RehearsedStacks.plan(settings, byEcs, parameters);
    // As a pipeline with an approval would have it.
    plan.of("test").stream()
        .filter(stack -> stack.template().id().equals("role"))
        .forEach(stack -> stack.values().put("CheckerRoleArn", BUILDER));
    return plan;
  }
}
