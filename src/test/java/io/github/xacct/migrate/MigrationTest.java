package io.github.xacct.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsAccess;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.migrate.MigrationCalls;
import io.github.xacct.model.DocPage;
import io.github.xacct.model.RoleArn;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.plan.AccountRegion;
import io.github.xacct.rehearsal.plan.ResourceTypeNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps over the wire: refused, performed, interrupted and resumed. */
class MigrationTest {
  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();
  private RehearsedAws aws;
  private AwsSession session;

  @BeforeEach
  void start() throws Exception {
    aws = RehearsedAws.in(folder).minute(Duration.ofMillis(20)).start();
    session = aws.administrator();
    aws.rehearsal.awaitSteady("test", Duration.ofSeconds(180));
  }

  @AfterEach
  void end() {
    session.close();
    aws.close();
  }

  private MigrationRequest wanted(Way way) {
    var e = aws.environment;
    return new MigrationRequest(
        e,
        Map.of(),
        way,
        new RoleArn("aws", e.account(), "demo-infrastructure"),
        new RoleArn("aws", e.account(), "demo-codedeploy"),
        Optional.of(new RoleArn("aws", e.account(), "demo-hooks")));
  }

  private Migration planned(Way way) {
    var account = new MigrationCalls(session);
    var documents =
        Migration.infrastructure(MovedServiceReader.at(account, wanted(way)), wanted(way));
    aws.rehearsal
        .roles()
        .create(
            wanted(way).infrastructureRole(),
            documents.get("infrastructure-role-trust.json"),
            documents.get("infrastructure-role-policy.json"));
    return Migration.of(MovedServiceReader.at(account, wanted(way)), wanted(way));
  }

  /** An account whose process is killed after a number of changes. */
  private static final class Mortal implements Account {
    private final Account real;
    private int left;

    Mortal(Account real, int changes) {
      this.real = real;
      left = changes;
    }

    @Override
    public Optional<JsonNode> read(MoveRequest request) {
      return real.read(request);
    }

    @Override
    public JsonNode change(MoveRequest request) {
      if (left == 0) {
        throw new Killed();
      }
      left--;
      JsonNode answer = real.change(request);
      if (left == 0) {
        throw new Killed();
      }
      return answer;
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void perform(Account account, Migration migration) {
    performing(account).run(migration);
  }

  private Performing performing(Account account) {
    return new Performing(
        account, Clock.systemUTC(), pause -> Thread.sleep(5), Duration.ofSeconds(180), lines::add);
  }

  /** Returns the current weights of the production rule. */
  private Map<String, Integer> weights(Migration migration) {
    Rule rule = migration.move().routing().production();
    return rule.of(new MigrationCalls(session).read(rule.read()).orElseThrow()).weights();
  }

  /** From rolling updates: the rule, then the service already has the second target group. */
  @Test
  void goesOnFromRollingUpdatesWithoutARecord() {
    var account = new MigrationCalls(session);
    var test =
        MovedServiceReader.at(account, wanted(Way.IN_PLACE))
            .group()
            .orElseThrow()
            .at("/loadBalancerInfo/targetGroupPairInfoList/0/testTrafficRoute/listenerArns/0");
    aws.rehearsal.store().remove(place(), ResourceTypeNames.LISTENER, test.asText());
    aws.rehearsal.deployedByRollingUpdates("test");
    var first = planned(Way.IN_PLACE);
    int steps = first.steps().size();
    for (int i = 0; i < steps; i++) {
      var again =
          Migration.of(MovedServiceReader.at(account, wanted(Way.IN_PLACE)), wanted(Way.IN_PLACE));
      assertThat(again.steps()).extracting(Step::request).isEqualTo(requests(first));
      assertThatThrownBy(() -> perform(new Mortal(account, 1), again)).isInstanceOf(Killed.class);
    }

    var done =
        Migration.of(MovedServiceReader.at(account, wanted(Way.IN_PLACE)), wanted(Way.IN_PLACE));
    assertThat(done.isDone(account)).isTrue();
    performing(account).takeBack(done);
    assertThat(weights(first)).containsOnlyKeys(first.live());
    assertThat(MovedServiceReader.at(account, wanted(Way.IN_PLACE)).isMoved()).isFalse();
  }

  private static List<MoveRequest> requests(Migration migration) {
    return migration.steps().stream().map(Step::request).toList();
  }

  /** After any number of steps, undoing sends all requests to the first service again. */
  @ParameterizedTest
  @ValueSource(ints = {3, 7})
  void isTakenBackInTheMiddle(int changes) {
    var migration = planned(Way.PARALLEL);
    var account = new MigrationCalls(session);
    assertThatThrownBy(() -> perform(new Mortal(account, changes), migration))
        .isInstanceOf(Killed.class);

    performing(account)
        .takeBack(
            Migration.of(
                MovedServiceReader.at(account, wanted(Way.PARALLEL)), wanted(Way.PARALLEL)));

    assertThat(weights(migration)).isEqualTo(migration.move().routing().production().weights());
    var found = MovedServiceReader.at(account, wanted(Way.PARALLEL));
    assertThat(found.begun()).isFalse();
    assertThatThrownBy(() -> Migration.of(found, wanted(Way.PARALLEL)))
        .hasMessageContaining("There is a target group demo-e1 already, and no move is under way.");
  }

  @Test
  void whatHasNotBegunIsNotTakenBack() {
    var account = new MigrationCalls(session);
    var inPlace = planned(Way.IN_PLACE);
    assertThatThrownBy(() -> performing(account).takeBack(inPlace))
        .hasMessage(
            """
            A move of service demo from CodeDeploy, in place, cannot be taken back: AWS refuses a \
            change of the deployment controller from ECS to CODE_DEPLOY.
            Before the step that changes the controller there is nothing to take back.
            Try: let a second service, deployed by CodeDeploy, take over the traffic:
                 -Dxacct.way=back, without -Dxacct.takeBack""");
    assertThatThrownBy(() -> performing(account).takeBack(planned(Way.PARALLEL)))
        .hasMessage(
            """
            No move of service demo (parallel) has begun: no target group has its tags.
            Try: name the way of the move that is to be taken back: -Dxacct.way=WAY""");
  }

  /**
   * The process is killed after each change; each new run resumes and repeats nothing. The role has
   * the plan's policy, and needs all of it. A move to a second service is undone afterwards.
   *
   * @param lost whether the record is lost each time, as on a build machine without a disk
   */
  @ParameterizedTest
  @CsvSource({"IN_PLACE, false", "PARALLEL, false", "PARALLEL, true"})
  void goesOnWhereItWasKilled(Way way, boolean lost) throws Exception {
    if (way == Way.PARALLEL) {
      equip();
    }
    var migration = planned(way);
    var policy = new ObjectMapper().readTree(policy(migration));
    var changes = new ArrayList<String>();
    var used = new TreeSet<String>();
    aws.rehearsal.onCall(
        call -> {
          if (!call.operation().matches("(Describe|List|Get).*")) {
            changes.add(call.operation());
          }
        });
    aws.rehearsal.onAccess(access -> used.add(access.action()));

    int runs = 0;
    try (var ofRole = ofRole(policy(migration))) {
      var account = new MigrationCalls(ofRole);
      MovedServiceReader.at(account, wanted(way));
      for (boolean dead = true; dead; runs++) {
        try {
          var found =
              lost
                  ? MovedServiceReader.at(account, wanted(way))
                  : Found.parse(migration.record(), way, "record");
          var again = Migration.of(found, wanted(way));
          perform(new Mortal(account, 1), again);
          dead = false;
        } catch (Killed e) {
          assertThat(runs).isLessThan(20);
        }
      }
      assertThat(changes)
          .containsExactlyElementsOf(
              migration.steps().stream().map(step -> step.request().operation()).toList());
      assertThat(runs).isEqualTo(changes.size() + 1);
      if (way == Way.PARALLEL) {
        var done = Migration.of(MovedServiceReader.at(account, wanted(way)), wanted(way));
        assertThat(done.isDone(account)).isTrue();
        assertThatTheSecondServiceIsLikeTheFirst(account);
        performing(account).takeBack(done);
        assertThat(weights(migration)).isEqualTo(migration.move().routing().production().weights());
      }
    }

    assertThat(MovedServiceReader.at(new MigrationCalls(session), wanted(way)).isMoved())
        .isEqualTo(way == Way.IN_PLACE);
    assertThat(used).containsAll(actions(policy));
    if (way == Way.IN_PLACE) {
      assertThat(documented()).isEqualTo(actions(policy));
    }
  }

  private AccountRegion place() {
    return new AccountRegion(aws.environment.account(), aws.environment.region());
  }

  /** Configures the first service with what the second one must get too. */
  private void equip() throws Exception {
    var account = new MigrationCalls(session);
    var found = MovedServiceReader.at(account, wanted(Way.IN_PLACE));
    String live = found.balancer().path("targetGroupArn").asText();
    aws.rehearsal
        .store()
        .edit(
            place(),
            ResourceTypeNames.SERVICE,
            found.cluster() + "/" + found.name(),
            service -> {
              service.put("PropagateTags", "SERVICE").put("EnableECSManagedTags", true);
              service.put("EnableExecuteCommand", true).put("HealthCheckGracePeriodSeconds", 7);
              service.put("AvailabilityZoneRebalancing", "ENABLED");
              service.putArray("Tags").addObject().put("Key", "team").put("Value", "shop");
            });
    for (var change :
        CHANGES
            .stripIndent()
            .replace("LIVE", live)
            .replace("CLUSTER", found.cluster())
            .lines()
            .toList()) {
      String[] words = change.split(" ", 3);
      account.change(
          new MoveRequest(
              words[0],
              words[1],
              (ObjectNode) new ObjectMapper().readTree(words[2].replace('\'', '"'))));
    }
  }

  private static final String CHANGES =
      """
      elasticloadbalancing ModifyTargetGroupAttributes {'TargetGroupArn':'LIVE','Attributes':[{'Key':'deregistration_delay.timeout_seconds','Value':'30'},{'Key':'slow_start.duration_seconds','Value':'60'}]}
      application-autoscaling RegisterScalableTarget {'ServiceNamespace':'ecs','ResourceId':'service/CLUSTER/demo','ScalableDimension':'ecs:service:DesiredCount','MinCapacity':1,'MaxCapacity':4}
      application-autoscaling PutScalingPolicy {'PolicyName':'cpu','ServiceNamespace':'ecs','ResourceId':'service/CLUSTER/demo','ScalableDimension':'ecs:service:DesiredCount','PolicyType':'TargetTrackingScaling','TargetTrackingScalingPolicyConfiguration':{'TargetValue':60.0,'PredefinedMetricSpecification':{'PredefinedMetricType':'ECSServiceAverageCPUUtilization'}}}
      application-autoscaling PutScalingPolicy {'PolicyName':'requests','ServiceNamespace':'ecs','ResourceId':'service/CLUSTER/demo','ScalableDimension':'ecs:service:DesiredCount','PolicyType':'TargetTrackingScaling','TargetTrackingScalingPolicyConfiguration':{'TargetValue':60.0,'PredefinedMetricSpecification':{'PredefinedMetricType':'ALBRequestCountPerTarget','ResourceLabel':'app/demo/1/targetgroup/demo/2'}}}
      application-autoscaling PutScalingPolicy {'PolicyName':'queue','ServiceNamespace':'ecs','ResourceId':'service/CLUSTER/demo','ScalableDimension':'ecs:service:DesiredCount','PolicyType':'StepScaling','StepScalingPolicyConfiguration':{'AdjustmentType':'ChangeInCapacity','StepAdjustments':[{'ScalingAdjustment':1}]}}
      application-autoscaling PutScheduledAction {'ServiceNamespace':'ecs','ScheduledActionName':'night','ResourceId':'service/CLUSTER/demo','ScalableDimension':'ecs:service:DesiredCount','Schedule':'cron(0 22 * * ? *)','Timezone':'Europe/Berlin','ScalableTargetAction':{'MinCapacity':1,'MaxCapacity':1}}
      application-autoscaling PutScheduledAction {'ServiceNamespace':'ecs','ScheduledActionName':'sale','ResourceId':'service/CLUSTER/demo','ScalableDimension':'ecs:service:DesiredCount','Schedule':'at(2031-11-28T00:00:00)','ScalableTargetAction':{'MinCapacity':4,'MaxCapacity':4}}
      """;

  private void assertThatTheSecondServiceIsLikeTheFirst(Account account) {
    var second =
        account
            .read(
                MoveRequest.service(aws.environment.cluster(), "demo-ecs")
                    .with("include", List.of("TAGS")))
            .orElseThrow()
            .at("/services/0");
    assertThat(second.path("propagateTags").asText()).isEqualTo("SERVICE");
    assertThat(second.path("enableECSManagedTags").asBoolean()).isTrue();
    assertThat(second.path("enableExecuteCommand").asBoolean()).isTrue();
    assertThat(second.path("healthCheckGracePeriodSeconds").asInt()).isEqualTo(7);
    assertThat(second.path("availabilityZoneRebalancing").asText()).isEqualTo("ENABLED");
    assertThat(second.at("/tags/0/value").asText()).isEqualTo("shop");
    for (String list : List.of("ScalingPolicies", "ScheduledActions")) {
      assertThat(
              account
                  .read(MoveRequest.scaling(list, aws.environment.cluster(), "demo-ecs"))
                  .orElseThrow()
                  .path(list))
          .hasSize(1);
    }
    for (String name : List.of("demo-e1", "demo-e2")) {
      String arn = new TargetGroupNames(account).resolved(TargetGroupNames.reference(name));
      var attributes =
          account
              .read(
                  MoveRequest.to(MoveRequest.ELB, "DescribeTargetGroupAttributes")
                      .with("TargetGroupArn", arn))
              .orElseThrow()
              .toString();
      assertThat(attributes)
          .contains(
              "{\"Key\":\"deregistration_delay.timeout_seconds\",\"Value\":\"30\"}",
              "{\"Key\":\"slow_start.duration_seconds\",\"Value\":\"60\"}");
    }
  }

  /** Every copied setting of a second service, with what is lost. */
  @Test
  void whatTheSecondServiceHasIsListed() throws Exception {
    equip();
    var plan = new MigrationReport(planned(Way.PARALLEL)).plan();

    assertThat(plan.translated())
        .map(
            line ->
                line.subject()
                    + ": "
                    + line.from()
                    + " -> "
                    + line.to()
                    + line.loss().map(loss -> " | " + loss).orElse(""))
        .containsSequence(
            "service demo-ecs: service demo -> the same networkConfiguration, launchType,"
                + " enableECSManagedTags, enableExecuteCommand, healthCheckGracePeriodSeconds,"
                + " platformVersion, availabilityZoneRebalancing, propagateTags, tags",
            "target group attributes: deregistration_delay.timeout_seconds 30,"
                + " slow_start.duration_seconds 60 -> the same for both new target groups",
            "auto scaling: 1 to 4 tasks -> the same for service demo-ecs",
            "scaling policy cpu: TargetTrackingScaling -> the same for service demo-ecs",
            "scaling policy requests: ALBRequestCountPerTarget -> not copied | its ResourceLabel"
                + " names one target group, and the target group that serves changes with each"
                + " deployment: scale by CPU or a metric of the load balancer",
            "scaling policy queue: StepScaling -> not copied | create it for service demo-ecs: aws"
                + " application-autoscaling put-scaling-policy",
            "scheduled action night: cron(0 22 * * ? *) -> the same for service demo-ecs",
            "scheduled action sale: at(2031-11-28T00:00:00) -> not copied | it has a start, an end"
                + " or a date: create it for service demo-ecs if that has not passed");
  }

  private static String policy(Migration migration) {
    return new MigrationReport(migration).documents().get("migration-role-policy.json");
  }

  private AwsSession ofRole(String policy) {
    var role = new RoleArn("aws", aws.environment.account(), "demo-migration");
    aws.rehearsal.roles().create(role, "{\"Statement\": []}", policy);
    var keys = aws.rehearsal.roles().keys(role, "xacct");
    return AwsAccess.to(
            new AwsAccess.EndpointOverride(
                aws.rehearsal.endpoint(),
                keys.accessKeyId(),
                keys.secretAccessKey(),
                keys.sessionToken()))
        .builder(aws.environment.region());
  }

  /** Only a custom deployment configuration is read. */
  private static Set<String> actions(JsonNode policy) {
    var actions = new TreeSet<String>();
    policy
        .path("Statement")
        .forEach(statement -> statement.path("Action").forEach(a -> actions.add(a.asText())));
    actions.remove("codedeploy:GetDeploymentConfig");
    return actions;
  }

  private static Set<String> documented() throws Exception {
    String text = Files.readString(Path.of("docs", "policies.md"));
    text = text.substring(text.indexOf("## The role that moves a service"));
    text = text.substring(text.indexOf("```json") + 7);
    return actions(new ObjectMapper().readTree(text.substring(0, text.indexOf("```"))));
  }

  /** After a lost response, the change is read from the account and not sent again. */
  @Test
  void aLostAnswerIsLookedFor() {
    var migration = planned(Way.IN_PLACE);
    var real = new MigrationCalls(session);
    var sent = new ArrayList<String>();
    var losing =
        new Account() {
          @Override
          public Optional<JsonNode> read(MoveRequest request) {
            return real.read(request);
          }

          @Override
          public JsonNode change(MoveRequest request) {
            sent.add(request.operation());
            real.change(request);
            throw XacctException.yours("Connection reset");
          }
        };

    perform(losing, migration);

    assertThat(sent).containsExactly("ModifyListener", "ModifyListener", "UpdateService");
    assertThat(lines).hasSize(3);
    assertThatThrownBy(
            () -> Found.parse(migration.record(), Way.PARALLEL, ".xacct/migration-test.json"))
        .hasMessage(
            """
            A move in-place is under way.
            Record: .xacct/migration-test.json
            Try: resume it: -Dxacct.way=in-place
                 or delete the record, if that move was taken back""");
  }

  /** The rule changes during a move, as by an update of another stack. */
  @Test
  void takesNoStepFromARuleThatSomebodyElseHasChanged() {
    var migration = planned(Way.PARALLEL);
    var account = new MigrationCalls(session);
    assertThatThrownBy(() -> perform(new Mortal(account, 4), migration)).isInstanceOf(Killed.class);
    Rule production = migration.move().routing().production();
    account.change(production.forward(Map.of(migration.live(), 1)));

    assertThatThrownBy(() -> perform(account, migration))
        .hasMessageMatching(
            """
            The move stopped at step 5 \\(shift-part\\): Send 10 % of the requests to service \
            demo-ecs\\.
            Not sent: rule \\S+ forwards to \\S+:targetgroup/demo-tg-1/\\S+ \\(100\\.0 %\\)\\.
            The 4 steps before it are done\\.
            Try: fix the cause and run the same command again: it resumes at this step
                 or take it back: mvn xacct:migrate -Denv=test -Dxacct\\.way=parallel \
            -Dxacct\\.takeBack -Dxacct\\.perform""");
  }

  /** A refused step changes nothing and is named. */
  @Test
  void aStepThatIsRefusedIsNamedWithTheWayBack() {
    var migration = planned(Way.IN_PLACE);
    String less =
        policy(migration)
            .replace("ecs:UpdateService", "ecs:ListServices")
            .replace("cloudwatch:DescribeAlarms", "cloudwatch:ListMetrics")
            .replace("iam:GetRole", "iam:ListRoles");
    try (var ofRole = ofRole(less)) {
      var seen = MovedServiceReader.at(new MigrationCalls(ofRole), wanted(Way.IN_PLACE));
      assertThat(new MigrationReport(Migration.of(seen, wanted(Way.IN_PLACE))).plan().notes())
          .containsExactly(
              "not checked, because the role lacks cloudwatch:DescribeAlarms",
              "not checked: whether the infrastructure role"
                  + " arn:aws:iam::222222222222:role/demo-infrastructure trusts ecs.amazonaws.com,"
                  + " because the role lacks iam:GetRole");
      assertThatThrownBy(() -> perform(new MigrationCalls(ofRole), migration))
          .hasMessageMatching(
              """
              (?s)The move stopped at step 3 \\(controller\\): Change the deployment controller to \
              ECS, with BLUE_GREEN\\.
              ecs:UpdateService did not succeed\\..*is not authorized to perform: \
              ecs:UpdateService.*
              The 2 steps before it are done\\.
              Try: fix the cause and run the same command again: it resumes at this step""");
    }
    assertThat(
            MovedServiceReader.at(new MigrationCalls(session), wanted(Way.IN_PLACE)).controller())
        .isEqualTo("CODE_DEPLOY");
  }

  @Test
  void aListenerThatLeadsElsewhereIsRefused() {
    var found = MovedServiceReader.at(new MigrationCalls(session), wanted(Way.IN_PLACE));
    String live = found.balancer().path("targetGroupArn").asText();
    String idle =
        MoveJson.stream(found.json().path("targetGroups"))
            .map(g -> g.path("TargetGroupArn").asText())
            .filter(arn -> !arn.equals(live))
            .findFirst()
            .orElseThrow();
    var rule = Rule.of(found.rules(production(found)).get(0), production(found));
    new MigrationCalls(session).change(rule.forward(Map.of(idle, 1)));

    assertThatThrownBy(
            () ->
                Migration.of(
                    MovedServiceReader.at(new MigrationCalls(session), wanted(Way.IN_PLACE)),
                    wanted(Way.IN_PLACE)))
        .isInstanceOf(XacctException.class)
        .hasMessage(
            """
            2 reasons why service demo cannot be moved; nothing was changed.
            1. There is no infrastructure role arn:aws:iam::222222222222:role/demo-infrastructure, \
            with which ECS changes the load balancer.
            Try: create it with the documents infrastructure-role-trust.json and
                 infrastructure-role-policy.json of target/xacct/ENV/migration, or name
                 another one: -Dxacct.infrastructureRole=NAME
            2. The production rule does not send all requests to the target group of the tasks.
            The tasks that serve are in %s
            Rule %s forwards to %s (weight 100)
            Try: let the rule forward to %s alone, with a weight above 0
            Try: fix the problems above and run this again: %s"""
                .formatted(live, rule.arn(), idle, live, DocPage.MOVING));
  }

  private static String production(Found found) {
    return found
        .group()
        .orElseThrow()
        .at("/loadBalancerInfo/targetGroupPairInfoList/0/prodTrafficRoute/listenerArns/0")
        .asText();
  }

  /** Each obstacle, by an edit of the findings in a healthy account. */
  @Test
  void whatIsInTheWayIsNamed() {
    var migration = planned(Way.IN_PLACE);
    var healthy = MovedServiceReader.at(new MigrationCalls(session), wanted(Way.IN_PLACE));
    String live = migration.live();

    assertThat(refusal(healthy, f -> f.withArray("/inFlight").add("d-1")))
        .isEqualTo(
            """
            A deployment of service demo is in flight.
            Deployments: d-1
            Try: wait until it has ended: mvn xacct:wait -Denv=test
                 or end its termination wait: aws deploy continue-deployment
                 --deployment-wait-type TERMINATION_WAIT --deployment-id d-1
                 and switch off whatever starts deployments, until the move is over""");
    assertThat(
            refusal(
                healthy,
                f -> f.withObject("/service/deploymentController").put("type", "EXTERNAL")))
        .startsWith("Service demo has the deployment controller EXTERNAL.");
    assertThat(
            refusal(
                healthy,
                f ->
                    f.withArray("/service/taskSets")
                        .addObject()
                        .put("id", "ecs-svc/7")
                        .put("status", "ACTIVE")))
        .isEqualTo(
            """
            Service demo has a second task set, although no deployment is in flight.
            Not PRIMARY: ecs-svc/7
            Try: delete what an earlier deployment has left: aws ecs delete-task-set
                 --cluster %s --service demo --force --task-set ecs-svc/7"""
                .formatted(healthy.cluster()));
    assertThat(
            refusal(
                healthy,
                f -> {
                  f.withObject("/service").put("desiredCount", 0);
                  ((ObjectNode) f.path("health")).putArray(live);
                }))
        .isEqualTo(
            """
            Service demo has the desired count 0, so that no step can be checked.
            Try: let it run: aws ecs update-service --cluster %s
                 --service demo --desired-count 1"""
                .formatted(healthy.cluster()));
    assertThat(refusal(healthy, f -> f.put("taskDefinitionStatus", "INACTIVE")))
        .contains(" is INACTIVE, so that no second service can be created with it.");
    assertThat(
            refusal(
                healthy,
                f -> f.withArray("/group/ecsServices").addObject().put("serviceName", "x")))
        .startsWith("Deployment group demo-group does not deploy service demo alone.");
    assertThat(refusal(healthy, f -> f.withObject("/service").put("schedulingStrategy", "DAEMON")))
        .startsWith("Service demo has the scheduling strategy DAEMON.");
    assertThat(refusal(healthy, f -> f.remove("group")))
        .startsWith(
            "There is no deployment group demo-group in CodeDeploy application demo-app, from which"
                + " the target groups would be read.");
    assertThat(refusal(healthy, f -> f.withObject("/service").put("status", "DRAINING")))
        .startsWith("Service demo is DRAINING, not ACTIVE.");
    assertThat(
            refusal(
                healthy,
                f ->
                    f.withArray("/service/deployments")
                        .addObject()
                        .putObject("serviceConnectConfiguration")
                        .put("enabled", true)))
        .startsWith("Service demo uses Service Connect, and this goal moves services by load");
    assertThat(
            refusal(
                healthy,
                f ->
                    f.withArray("/service/deployments")
                        .addObject()
                        .putArray("vpcLatticeConfigurations")
                        .addObject()))
        .startsWith("Service demo uses VPC Lattice,");
    assertThat(refusal(healthy, f -> f.withObject("/role").removeAll().put("missing", true)))
        .startsWith("There is no infrastructure role");
    assertThat(
            refusal(
                healthy,
                f ->
                    f.withObject("/role")
                        .withObject("/trust")
                        .removeAll()
                        .put("Service", "ec2.amazonaws.com")))
        .startsWith(
            "The infrastructure role "
                + wanted(Way.IN_PLACE).infrastructureRole()
                + " does not trust ECS.");
    assertThat(refusal(healthy, f -> ((ObjectNode) f.path("health")).putArray(live)))
        .startsWith("The target group that carries traffic has no healthy target.");
    assertThat(
            refusal(
                healthy,
                f -> ((ObjectNode) f.withArray("/targetGroups").get(0)).put("VpcId", "vpc-2")))
        .startsWith("The two target groups differ in VpcId, which ECS does not accept.");
    assertThat(refusal(healthy, f -> actions(f).addObject().put("Type", "authenticate-oidc")))
        .startsWith("The production rule does more than forward; ECS may fail at such a rule.");
    assertThat(
            refusal(
                healthy, f -> groups(f).addObject().put("TargetGroupArn", "x").put("Weight", 0)))
        .startsWith("The production rule forwards to a target group that is not the service's.");
    assertThat(refusal(healthy, f -> groups(f).forEach(g -> ((ObjectNode) g).put("Weight", 0))))
        .startsWith("The production rule does not send all requests to the target group of the");
    assertThat(refusal(healthy, f -> rules(f).add(rules(f).get(0).deepCopy())))
        .startsWith("2 rules of the production listener forward to the target groups of service");
  }

  /** Such as port 80 and port 443: ECS changes one rule for production. */
  @Test
  void aRuleOfAnotherListenerAndTheStackOfOthersAreNoted() {
    planned(Way.IN_PLACE);
    var json =
        MovedServiceReader.at(new MigrationCalls(session), wanted(Way.IN_PLACE)).json().deepCopy();
    var other = rules(json).get(0).deepCopy();
    ((ObjectNode) other).put("RuleArn", "arn:other");
    json.withArray("/listeners").addObject().put("ListenerArn", "arn:port-80");
    ((ObjectNode) json.path("rules")).putArray("arn:port-80").add(other);

    json.withArray("/service/tags")
        .addObject()
        .put("key", "aws:cloudformation:stack-name")
        .put("value", "theirs");

    var plan = new MigrationReport(Migration.of(new Found(json), wanted(Way.IN_PLACE))).plan();
    assertThat(plan.outlook().afterwards())
        .containsExactly(
            "write into the template of stack theirs: DeploymentController ECS,"
                + " DeploymentConfiguration and LoadBalancers of the last step, and rules with both"
                + " target groups; import or ignore the weights before the next update of the"
                + " stack",
            "copy environment.xml into the pom, and grant the deploy role the permissions of"
                + " deploy-role-policy.json",
            "deploy once: mvn deploy -Denv=test",
            "after some days: aws deploy delete-deployment-group --application-name demo-app"
                + " --deployment-group-name demo-group --region eu-central-1",
            "tools that own the listener (CloudFormation, CDK, Terraform) must ignore the weights of"
                + " its rules from now on");
    assertThat(plan.notes())
        .containsExactly(
            "the service is a resource of the CloudFormation stack theirs: do not update that stack"
                + " from now on until its template has what the move has changed",
            "rule arn:other forwards to the same target groups, and ECS does not change it: after a"
                + " deployment its requests meet no task. Let it redirect to the production"
                + " listener, or remove it");
  }

  private ArrayNode rules(ObjectNode found) {
    return (ArrayNode) found.path("rules").path(production(new Found(found)));
  }

  private ArrayNode actions(ObjectNode found) {
    return (ArrayNode) rules(found).get(0).path("Actions");
  }

  private ArrayNode groups(ObjectNode found) {
    return (ArrayNode) actions(found).get(0).at("/ForwardConfig/TargetGroups");
  }

  private String refusal(Found healthy, Consumer<ObjectNode> edit) {
    var json = healthy.json().deepCopy();
    edit.accept(json);
    try {
      Migration.of(new Found(json), wanted(Way.IN_PLACE));
      return "none";
    } catch (XacctException e) {
      return e.getMessage();
    }
  }
}
