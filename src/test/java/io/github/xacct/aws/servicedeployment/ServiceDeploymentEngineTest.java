package io.github.xacct.aws.servicedeployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.AwsSession;
import io.github.xacct.aws.ImagePlatforms;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.deploy.Attach;
import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.Outcome;
import io.github.xacct.deploy.Ports;
import io.github.xacct.deploy.PushedImage;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.StepGate;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.deploy.port.Scaling;
import io.github.xacct.deploy.port.Sleeper;
import io.github.xacct.event.Event;
import io.github.xacct.event.TaskSetLabel;
import io.github.xacct.event.Verdict;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.StepRules;
import io.github.xacct.model.XacctException;
import io.github.xacct.rehearsal.Refusals;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import io.github.xacct.rehearsal.plan.RecordedCall;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.rehearsal.plan.RehearsedFunction;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;

/**
 * Deployments of a service that ECS itself deploys, over the wire, with the app's real processes.
 */
class ServiceDeploymentEngineTest {
  @TempDir Path folder;

  private final List<Event> events = new ArrayList<>();
  private boolean force;
  private Consumer<Event> meanwhile = event -> {};

  /** The same task definition is deployed again only if forced, as a separate deployment. */
  @Test
  void oneUpdateOfTheTaskDefinitionAlone() throws Exception {
    try (var aws = start(EcsDeployment.blueGreen(1));
        var session = aws.enter()) {
      var outcome = deploy(aws, session, "1", Until.TERMINATED, ReadyGate.none());

      assertThat(outcome.verdict()).isEqualTo(Verdict.SUCCEEDED);
      assertThat(aws.calls).filteredOn(call -> call.operation().equals("UpdateService")).hasSize(1);
      assertThat(aws.calls).extracting(RecordedCall::service).doesNotContain("codedeploy");
      assertThat(stages())
          .containsExactly(
              "PRE_SCALE_UP",
              "SCALE_UP",
              "POST_SCALE_UP",
              "TEST_TRAFFIC_SHIFT",
              "POST_TEST_TRAFFIC_SHIFT",
              "PRODUCTION_TRAFFIC_SHIFT",
              "POST_PRODUCTION_TRAFFIC_SHIFT",
              "BAKE_TIME",
              "CLEAN_UP");
      assertThat(deploy(aws, session, "1", Until.TERMINATED, ReadyGate.none()).verdict())
          .isEqualTo(Verdict.NOTHING_TO_DO);
      force = true;
      var again = deploy(aws, session, "1", Until.SHIFTED, ReadyGate.none());
      assertThat(again.taskDefinition()).isEqualTo(outcome.taskDefinition());
      assertThat(again.deploymentId()).isPresent().isNotEqualTo(outcome.deploymentId());
      var history = engine(aws, session).history(HistoryPatience.WHOLE).last(2);
      assertThat(history).extracting(past -> past.id()).contains(outcome.deploymentId().get());
      assertThat(history).extracting(past -> past.description()).allMatch(text -> !text.isEmpty());

      String id = outcome.deploymentId().get();
      assertThat(engine(aws, session).history(HistoryPatience.WHOLE).find(id)).isPresent();
    }
  }

  @Test
  void showsTheStepsOfACanary() throws Exception {
    try (var aws = start(EcsDeployment.canary(10, 5, 1));
        var session = aws.enter()) {
      deploy(aws, session, "1", Until.TERMINATED, ReadyGate.none());

      assertThat(greenShares()).containsSubsequence(0L, 10L, 100L);
    }
  }

  @Test
  void asksBeforeEachStepOfALinearDeployment() throws Exception {
    var how = EcsDeployment.linear(50, 1, 1).withPause("PRE_PRODUCTION_TRAFFIC_SHIFT", 1000);
    var asked = new ArrayList<Route>();
    try (var aws = start(how);
        var session = aws.enter()) {
      deploy(aws, session, "1", Until.TERMINATED, noting(asked));

      assertThat(asked).hasSize(2);
    }
  }

  /**
   * A canary over days, continued by hand: each run ends at a pause, and each approval is for one.
   */
  @Test
  void isApprovedStepByStep() throws Exception {
    var how = EcsDeployment.linear(50, 1, 1).withPause("PRE_PRODUCTION_TRAFFIC_SHIFT", 1000);
    try (var aws = start(how);
        var session = aws.enter()) {
      var gate = approval(route -> Optional.empty());

      assertThat(deploy(aws, session, "1", Until.READY, gate).verdict())
          .isEqualTo(Verdict.DETACHED);
      assertThat(continues(aws)).isZero();
      assertThat(follow(aws, session, Until.READY, gate.approvedOnce()))
          .isEqualTo(Verdict.DETACHED);
      assertThat(continues(aws)).isEqualTo(1);
      assertThat(greenShares()).endsWith(50L);
      assertThat(follow(aws, session, Until.TERMINATED, gate.approvedOnce()))
          .isEqualTo(Verdict.SUCCEEDED);
      assertThat(continues(aws)).isEqualTo(2);
    }
  }

  /** An approval of one step does not approve the next, whose checks run again. */
  @Test
  void takesNoSecondStepThatACheckObjectsTo() throws Exception {
    var how = EcsDeployment.linear(50, 1, 1).withPause("PRE_PRODUCTION_TRAFFIC_SHIFT", 1000);
    try (var aws = start(how);
        var session = aws.enter()) {
      deploy(aws, session, "1", Until.READY, approval(route -> Optional.empty()));
      var refusing = approval(route -> Optional.of("GET / answered 500")).approvedOnce();

      assertThatThrownBy(() -> follow(aws, session, Until.TERMINATED, refusing))
          .hasMessageContaining("was aborted: GET / answered 500.");
      assertThat(continues(aws)).isEqualTo(1);
      assertThat(greenShares()).endsWith(0L).doesNotContain(100L);
    }
  }

  @Test
  void judgesNothingBeforeGreenHasTestTraffic() throws Exception {
    var how =
        EcsDeployment.blueGreen(1)
            .withPause("POST_SCALE_UP", 1000)
            .withPause("POST_TEST_TRAFFIC_SHIFT", 1000);
    var asked = new ArrayList<Route>();
    try (var aws = start(how);
        var session = aws.enter()) {
      deploy(aws, session, "1", Until.TERMINATED, noting(asked));

      assertThat(asked).hasSize(1);
      assertThat(continues(aws)).isEqualTo(2);
      assertThat(events)
          .contains(
              new Event.Note(
                  "Continued at POST_SCALE_UP: the new version has no test traffic yet."));
    }
  }

  @Test
  void takesNoStepWhileTheNewVersionAnswersWithMoreErrors() throws Exception {
    try (var aws = start(STEPS);
        var session = aws.enter()) {
      meanwhile =
          whenGreenHasHalf(() -> ask(aws.rehearsal.testUrl("test").orElseThrow().resolve("/sick")));
      assertThatThrownBy(() -> deploy(aws, session, "1", Until.TERMINATED, compared(aws, session)))
          .hasMessageMatching(
              """
              Deployment \\S+ was aborted: \\S+ % of the new version's requests fail, 0 % of the \
              old one's; the limit is 1 percentage points more\\.
              Rolled back: \\S+ serves production\\.""");
      assertThat(continues(aws)).isEqualTo(1);
      assertThat(greenShares()).endsWith(0L).doesNotContain(100L);
    }
  }

  @Test
  void takesTheNextStepWhereBothVersionsDoAsWell() throws Exception {
    try (var aws = start(STEPS);
        var session = aws.enter()) {
      deploy(aws, session, "1", Until.SHIFTED, compared(aws, session));

      assertThat(continues(aws)).isEqualTo(2);
      assertThat(events)
          .filteredOn(event -> event instanceof Event.Note note && note.text().startsWith("Over"))
          .singleElement()
          .asString()
          .matches(
              ".*Over 10 min: old version \\d+ requests, 0 % errors, \\d+ ms; new version \\d+"
                  + " requests, 0 % errors, \\d+ ms; lag without a value\\..*");
    }
  }

  /** A metric that cannot be read does not allow the next step. */
  @Test
  void takesNoStepWhereNothingCanBeCompared() throws Exception {
    try (var aws = start(STEPS);
        var session = aws.enter()) {
      Refusals.deny(aws.rehearsal, "GetMetricData");

      assertThatThrownBy(() -> deploy(aws, session, "1", Until.TERMINATED, compared(aws, session)))
          .hasMessageContaining("was aborted: the traffic of both versions could not be compared: ")
          .hasMessageContaining("serves production.");
      assertThat(continues(aws)).isEqualTo(1);
    }
  }

  private static Function<Route, Optional<String>> noting(List<Route> asked) {
    return route -> {
      asked.add(route);
      return Optional.empty();
    };
  }

  private static final EcsDeployment STEPS =
      EcsDeployment.linear(50, 10, 1).withPause("PRE_PRODUCTION_TRAFFIC_SHIFT", 1000);

  private ReadyGate compared(RehearsedAws aws, AwsSession session) {
    var metric =
        new StepRules.Metric(
            "lag", "SELECT MAX(Lag) FROM Shop", Optional.of(5.0), Optional.empty());
    var rules = new StepRules(1, Optional.empty(), Duration.ofMinutes(10), 1, List.of(metric));
    var minute = Optional.of(Duration.ofMillis(100));
    return new ReadyGate(
        Optional.empty(),
        List.of(),
        new StepGate(
            rules, new TargetGroupTraffic(session, aws.environment, minute), ports(aws, session)),
        false,
        false,
        "");
  }

  private static void ask(URI uri) {
    try {
      uri.toURL().openStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ReadyGate approval(Function<Route, Optional<String>> check) {
    return new ReadyGate(
        Optional.of(Route.to(URI.create("http://localhost:1"))), List.of(check), true, "continue");
  }

  private static long continues(RehearsedAws aws) {
    return aws.calls.stream()
        .filter(call -> call.operation().equals("ContinueServiceDeployment"))
        .count();
  }

  private Verdict follow(RehearsedAws aws, AwsSession session, Until until, ReadyGate gate) {
    var ports = ports(aws, session);
    var state = ports.look();
    return new Attach(ports)
        .follow(
            state.active().orElseThrow(),
            state,
            until,
            new CircuitBreaker.Threshold(3, Duration.ofSeconds(60)),
            gate);
  }

  /** Like a stack update: the new revision's target group loses its share. */
  @Test
  void shiftsNoMoreOnceSomebodyElseHasChangedTheWeights() throws Exception {
    var how = EcsDeployment.linear(50, 1, 1).withPause("PRE_PRODUCTION_TRAFFIC_SHIFT", 1000);
    try (var aws = start(how);
        var session = aws.enter();
        var somebody = aws.administrator()) {
      deploy(aws, session, "1", Until.TERMINATED, route -> Optional.empty());
      meanwhile = whenGreenHasHalf(() -> resetWeights(somebody));

      assertThat(failure(aws, session, "2", route -> Optional.empty()))
          .matches(
              """
              Deployment ID was aborted: somebody else has changed the production rule \\S+: it \
              sends 0 % of the requests to the new revision, ECS assumes 50 %\\.
              Rolled back: \\S+:task-definition/demo:1 serves production\\.""");
      assertThat(greenShares()).endsWith(0L);
    }
  }

  /** Without pauses, the change is detected between two steps and rolled back before the next. */
  @Test
  void seesAlsoWithoutAPauseThatSomebodyElseHasChangedTheWeights() throws Exception {
    try (var aws =
            RehearsedAws.in(folder)
                .deployedByEcs(EcsDeployment.linear(50, 100, 1))
                .minute(Duration.ofMillis(20))
                .start();
        var session = aws.enter();
        var somebody = aws.administrator()) {
      meanwhile = whenGreenHasHalf(() -> resetWeights(somebody));

      assertThat(failure(aws, session, "1", route -> Optional.empty()))
          .matches(
              """
              Deployment ID was aborted: somebody else has changed the production rule \\S+: it \
              sends 0 % of the requests to the new revision, ECS assumes 50 %; the service \
              has no pause before its steps, so that ECS may have taken one more meanwhile\\.
              Rolled back: \\S+:task-definition/demo-placeholder:1 serves production\\.""");
      assertThat(greenShares()).endsWith(0L).doesNotContain(100L);
    }
  }

  private static Consumer<Event> whenGreenHasHalf(Runnable something) {
    return event -> {
      if (event instanceof Event.TaskSetsChanged sets
          && sets.taskSets().stream()
              .filter(set -> set.label().is(TaskSetLabel.GREEN))
              .anyMatch(set -> Math.round(set.trafficWeight()) == 50)) {
        something.run();
      }
    };
  }

  /** Sends all requests to the old revision's target group. */
  private static void resetWeights(AwsSession somebody) {
    var service =
        somebody
            .client(EcsClient.builder())
            .describeServices(r -> r.cluster("apps").services("demo"))
            .services()
            .get(0);
    var advanced = service.loadBalancers().get(0).advancedConfiguration();
    var elb = somebody.client(ElasticLoadBalancingV2Client.builder());
    String rule = advanced.productionListenerRule();
    var groups =
        elb.describeRules(r -> r.ruleArns(rule))
            .rules()
            .get(0)
            .actions()
            .get(0)
            .forwardConfig()
            .targetGroups();
    String blue = sourceGroup(somebody, service);
    var tuples =
        groups.stream()
            .map(g -> g.toBuilder().weight(g.targetGroupArn().equals(blue) ? 1 : 0).build())
            .toList();
    // The default rule is changed by its listener.
    String listener =
        rule.substring(0, rule.lastIndexOf('/')).replace(":listener-rule/", ":listener/");
    elb.modifyListener(
        r ->
            r.listenerArn(listener)
                .defaultActions(
                    Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .forwardConfig(f -> f.targetGroups(tuples))
                        .build()));
  }

  private static String sourceGroup(AwsSession somebody, Service service) {
    var ecs = somebody.client(EcsClient.builder());
    var deployment =
        ecs.describeServiceDeployments(
                r -> r.serviceDeploymentArns(service.currentServiceDeployment()))
            .serviceDeployments()
            .get(0);
    String source = deployment.sourceServiceRevisions().get(0).arn();
    return ecs.describeServiceRevisions(r -> r.serviceRevisionArns(source))
        .serviceRevisions()
        .get(0)
        .resolvedConfiguration()
        .loadBalancers()
        .get(0)
        .targetGroupArn();
  }

  @Test
  void reportsWhatTheFunctionOfAHookWroteLast() throws Exception {
    String line =
        "cat > /dev/null; echo 'orders: 3 of 40 failed' >&2; echo '{\"hookStatus\":\"FAILED\"}'";
    try (var aws =
            RehearsedAws.in(folder)
                .deployedByEcs(
                    EcsDeployment.blueGreen(1).withFunction("check-it", "POST_TEST_TRAFFIC_SHIFT"))
                .functions(
                    new RehearsedFunction(
                        "check-it",
                        new RehearsedFunction.Command(line),
                        Optional.of(Duration.ofSeconds(10)),
                        Map.of(),
                        folder))
                .minute(Duration.ofMillis(100))
                .start();
        var session = aws.enter()) {
      assertThat(failure(aws, session, "1", route -> Optional.empty()))
          .matches(
              """
              Deployment ID failed at POST_TEST_TRAFFIC_SHIFT\\.
              ECS said: Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle \
              hook\\(s\\) failed\\. Lifecycle hook target \\S+:function:check-it returned FAILED \
              status\\.
              Last lines of function check-it:
                \\| orders: 3 of 40 failed
                \\| \\{"hookStatus":"FAILED"}
              Rolled back: \\S+ serves production\\.(?s:.*)""");
    }
  }

  @Test
  void reportsACrashLoopWithTheLastWords() throws Exception {
    try (var aws =
            RehearsedAws.in(folder)
                .deployedByEcs(EcsDeployment.blueGreen(1))
                .minute(Duration.ofMillis(100))
                .fault(Fault.CRASH_LOOP)
                .start();
        var session = aws.enter()) {
      assertThat(failure(aws, session, "1", route -> Optional.empty()))
          .matches(
              """
              Deployment ID was aborted: [3-9] tasks of the replacement task set have died\\.
              [3-9] tasks died: Essential container in task exited \\(web exit code 1\\)
              Last lines of task [0-9a-f]{32}:
                \\| Exception in thread "main" java.lang.IllegalStateException: this is the \
              rehearsal's fault crash-loop: the process ends with exit code 1
              Rolled back: arn:aws:ecs:eu-central-1:222222222222:task-definition/demo-placeholder:1 \
              serves production\\.
              Try: the app ended by itself: see its last log lines above\\. https://\\S+""");
    }
  }

  private RehearsedAws start(EcsDeployment how) {
    return RehearsedAws.in(folder).deployedByEcs(how).minute(Duration.ofMillis(100)).start();
  }

  private List<String> stages() {
    return events.stream()
        .filter(Event.LifecycleEventChanged.class::isInstance)
        .map(event -> ((Event.LifecycleEventChanged) event).name())
        .distinct()
        .toList();
  }

  private List<Long> greenShares() {
    return events.stream()
        .filter(Event.TaskSetsChanged.class::isInstance)
        .flatMap(event -> ((Event.TaskSetsChanged) event).taskSets().stream())
        .filter(set -> set.label().is(TaskSetLabel.GREEN))
        .map(set -> Math.round(set.trafficWeight()))
        .toList();
  }

  private String failure(
      RehearsedAws aws,
      AwsSession session,
      String version,
      Function<Route, Optional<String>> check) {
    return catchThrowableOfType(
            XacctException.class, () -> deploy(aws, session, version, Until.TERMINATED, check))
        .getMessage()
        .replaceAll("Deployment [\\w-]{21} ", "Deployment ID ");
  }

  private Outcome deploy(
      RehearsedAws aws,
      AwsSession session,
      String version,
      Until until,
      Function<Route, Optional<String>> check)
      throws Exception {
    return deploy(
        aws,
        session,
        version,
        until,
        new ReadyGate(
            Optional.of(Route.to(URI.create("http://localhost:1"))), List.of(check), false, ""));
  }

  private Outcome deploy(
      RehearsedAws aws, AwsSession session, String version, Until until, ReadyGate gate)
      throws Exception {
    var image = aws.push(version);
    var definition = GeneratedTaskDefinition.of(aws.environment);
    return new BlueGreenDeploy(new PushedImage(image), ports(aws, session))
        .run(
            new BlueGreenDeploy.DeployRequest(
                i -> definition.withImage(i).text(),
                definition.family(),
                AppSpec.of(AppSpecSettings.none(), definition),
                definition.containerName(),
                Optional.empty(),
                new DeploymentLabel("demo 1", Optional.empty(), Optional.empty(), "ann"),
                until,
                OnActive.FAIL,
                new CircuitBreaker.Threshold(3, Duration.ofSeconds(60)),
                state -> gate,
                force));
  }

  private EngineOfService engine(RehearsedAws aws, AwsSession session) {
    return new EngineOfService(
        session,
        aws.environment,
        Optional.of(Duration.ofMillis(100)),
        unseen -> events.add(new Event.Warning(unseen)));
  }

  private Ports ports(RehearsedAws aws, AwsSession session) {
    return new Ports(
        new EcsTaskDefinitions(session),
        engine(aws, session),
        new EcsTaskObserver(
            session,
            aws.environment,
            ImagePlatforms.unknown(),
            new ServiceReplacements(session, aws.environment)),
        Scaling.untouched(),
        event -> {
          events.add(event);
          meanwhile.accept(event);
        },
        Clock.systemUTC(),
        sleeper());
  }

  /** Sleeps a tenth of the requested time. */
  private static Sleeper sleeper() {
    return duration -> Thread.sleep(Math.max(10, duration.toMillis() / 10));
  }
}
