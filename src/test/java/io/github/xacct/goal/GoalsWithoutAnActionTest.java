package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.SnsTopic;
import io.github.xacct.aws.codedeploy.CodeDeployHistory;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.ecs.EcsTaskObserver;
import io.github.xacct.aws.elb.ProductionRoute;
import io.github.xacct.aws.elb.TestFunction;
import io.github.xacct.aws.preflight.PreflightFacts;
import io.github.xacct.deploy.Attach;
import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.GoodVersions;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.PushedImage;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.Rollback;
import io.github.xacct.deploy.RollbackTarget;
import io.github.xacct.deploy.SmokeRun;
import io.github.xacct.deploy.StatusReader;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.DeploymentLabel;
import io.github.xacct.deploy.port.ImageSource;
import io.github.xacct.deploy.port.Route;
import io.github.xacct.event.Event;
import io.github.xacct.event.Notice;
import io.github.xacct.event.Reporter;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.goal.configuration.xml.RehearsalOptions;
import io.github.xacct.goal.rehearsed.RehearsedTask;
import io.github.xacct.image.Images;
import io.github.xacct.image.file.Caches;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Digest;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.preflight.Intent;
import io.github.xacct.preflight.Preflight;
import io.github.xacct.rehearsal.LeastPrivilege;
import io.github.xacct.rehearsal.plan.RehearsalPlan.Fault;
import io.github.xacct.report.PlainReporter;
import io.github.xacct.report.StatusText;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.stack.plan.BootstrapRequest;
import io.github.xacct.stack.plan.StackPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Removes each action in turn from the deploy role of the template: over the wire a goal then fails
 * with AWS's error message, or reports less. Accounts are bootstrapped once; each action is removed
 * in a copy of them, or in one shared by goals that only read.
 */
@Tag("slow")
class GoalsWithoutAnActionTest {
  private static final String ROLE = "arn:aws:iam::222222222222:role/demo-app-test-deploy";
  private static final String TOPIC = "arn:aws:sns:eu-central-1:222222222222:demo-app-test";
  private static final String DENIED = "is not authorized to perform: ";
  private static final String FAILED = "failed: ";
  private static final int SIDE_BY_SIDE = 6;
  private static final CircuitBreaker.Threshold BREAKER =
      new CircuitBreaker.Threshold(1, Duration.ofSeconds(60));

  private static final String USUAL =
      """
      <externalId>demo-app-test</externalId>
      <approval>true</approval>
      <suspendAutoScaling>true</suspendAutoScaling>
      <rehearsal><autoScaling>true</autoScaling></rehearsal>
      <task><tags><team>shop</team></tags>%s</task>
      """;

  private static final Settings SETTINGS = settings("");
  private static final Environment ENVIRONMENT = SETTINGS.environment().orElseThrow();

  private static final String SECRET =
      "<KEY>arn:aws:secretsmanager:eu-central-1:222222222222:secret:k-AbCdEf</KEY>";
  private static final String PROVIDERS =
      "<capacityProviders><capacityProvider><name>FARGATE</name><weight>1</weight>"
          + "</capacityProvider></capacityProviders>";
  private static final String HOOK = "<hooks><afterInstall>check</afterInstall></hooks>";

  @TempDir static Path made;
  @TempDir static Path looking;
  private static Stage common;
  private static final Map<String, Digest> IMAGES = new LinkedHashMap<>();
  private static ObjectNode policy;

  @TempDir Path folder;

  private static Settings settings(String task) {
    return Written.environment(USUAL.formatted(task)).env("test").read();
  }

  /** Runs a goal; its reports are recorded. */
  private interface Story {
    void play(Stage stage, TargetAccount target, Reporter reporter) throws Exception;
  }

  private static final Duration MINUTE = Duration.ofMillis(100);

  /** Duration of a minute in which a stopped task is noticed even on a busy machine. */
  private static final Duration MINUTE_OF_DEATHS = Duration.ofMillis(800);

  private static final Map<String, Fault> FAULTS =
      Map.of("crash-loop", Fault.CRASH_LOOP, "never-healthy", Fault.NEVER_HEALTHY);

  private static final Map<String, Story> STORIES = new LinkedHashMap<>();

  static {
    STORIES.put(
        "blue-green-deploy",
        (stage, target, reporter) -> deploy(stage, target, "3", Until.SHIFTED));
    STORIES.put("status", GoalsWithoutAnActionTest::status);
    STORIES.put("smoke-test", GoalsWithoutAnActionTest::smokeTest);
    STORIES.put("test function", GoalsWithoutAnActionTest::asksFromInside);
    STORIES.put("stop", GoalsWithoutAnActionTest::stop);
    STORIES.put("rollback", GoalsWithoutAnActionTest::rollback);
    STORIES.put("topic", GoalsWithoutAnActionTest::topic);
    STORIES.put("preflight", preflight(SECRET));
    STORIES.put("preflight of parameters", preflight("<NAME>/demo/name</NAME>"));
    STORIES.put(
        "crash-loop", (stage, target, reporter) -> deploy(stage, target, "3", Until.SHIFTED));
    STORIES.put("never-healthy", GoalsWithoutAnActionTest::looksAtTargets);
  }

  /** Goals that change nothing in the accounts, and can share them. */
  private static final Set<String> READS =
      Set.of("status", "test function", "topic", "preflight", "preflight of parameters");

  @BeforeAll
  static void make() throws Exception {
    var request =
        new BootstrapRequest(
            SETTINGS.app(),
            SETTINGS.registry(),
            17,
            false,
            Map.of(),
            List.of(
                new BootstrapRequest.OfEnvironment(
                    asked(SECRET).environment().orElseThrow(),
                    SETTINGS.checks(ENVIRONMENT),
                    Map.of("TopicArn", TOPIC, "AutoScalingMaxCount", "4"))),
            Optional.empty());
    try (var aws = new RehearsedStacks(made.resolve("rehearsal"), Set.of())) {
      aws.bootstrap(StackPlan.of(request));
    }
    try (var stage = stage(made, Set.of());
        var target = enter(stage, event -> {})) {
      policy = LeastPrivilege.policyOf(stage.rehearsal().orElseThrow(), ROLE);
      for (String version : List.of("1", "2", "3")) {
        IMAGES.put(version, push(stage, version).digest());
      }
      deploy(stage, target, "1", Until.TERMINATED);
      deploy(stage, target, "2", Until.TERMINATED);
    }
    copy(made, looking);
    common = stage(looking, Set.of());
  }

  @AfterAll
  static void end() {
    common.close();
  }

  /**
   * The goals that first report a missing action; for all others blue-green-deploy fails or warns.
   */
  private static final Map<String, String> TOLD_BY =
      Map.ofEntries(
          Map.entry("TagTestedRevisions: ecs:TagResource", "smoke-test"),
          Map.entry("InvokeTheTestFunction: lambda:InvokeFunction", "test function"),
          Map.entry("Deploy: codedeploy:BatchGetDeployments", "status"),
          Map.entry("RegisterTheAppSpec: codedeploy:GetApplicationRevision", "status"),
          Map.entry("NoResourceLevel: codedeploy:StopDeployment", "stop"),
          Map.entry("NoResourceLevel: elasticloadbalancing:DescribeTargetHealth", "never-healthy"),
          Map.entry("ReadLastLines: logs:GetLogEvents", "crash-loop"),
          Map.entry("ReadTheRoles: iam:GetRole", "preflight"),
          Map.entry("ReadTheRoles: iam:SimulatePrincipalPolicy", "preflight"),
          Map.entry("ReadTheAlarms: cloudwatch:DescribeAlarms", "preflight"),
          Map.entry("ReadTheLogGroup: logs:DescribeLogGroups", "preflight"),
          Map.entry("ReadTheHooks: lambda:GetFunctionConfiguration", "preflight"),
          Map.entry("DescribeSecrets: secretsmanager:DescribeSecret", "preflight"),
          Map.entry(
              "ReadNetworkAndParameters: elasticloadbalancing:DescribeTargetGroups", "preflight"),
          Map.entry("ReadTheCluster: ecs:DescribeClusters", "preflight"),
          Map.entry("ReadNetworkAndParameters: ec2:DescribeNatGateways", "preflight"),
          Map.entry("ReadNetworkAndParameters: ec2:DescribeNetworkAcls", "preflight"),
          Map.entry("ReadNetworkAndParameters: ec2:DescribeRouteTables", "preflight"),
          Map.entry("ReadNetworkAndParameters: ec2:DescribeSecurityGroups", "preflight"),
          Map.entry("ReadNetworkAndParameters: ec2:DescribeSubnets", "preflight"),
          Map.entry("ReadNetworkAndParameters: ec2:DescribeVpcEndpoints", "preflight"),
          Map.entry("ReadNetworkAndParameters: ssm:DescribeParameters", "preflight of parameters"),
          Map.entry("PublishToTheTopic: sns:Publish", "topic"));

  /** Actions without which no goal fails, with the line that is missing in its reports. */
  private static final Map<String, String> LOST =
      Map.of(
          "DescribeSecrets: secretsmanager:DescribeSecret", "There is no secret",
          "ReadNetworkAndParameters: ssm:DescribeParameters", "There is no parameter");

  /**
   * Asked only if CodeDeploy gives its target another name than cluster:service, or of listeners
   * with HTTPS (CertificateCheckTest).
   */
  private static final Set<String> NOT_REHEARSED =
      Set.of(
          "NoResourceLevel: codedeploy:ListDeploymentTargets",
          "ReadTheCertificates: acm:DescribeCertificate",
          "ReadNetworkAndParameters: elasticloadbalancing:DescribeListenerCertificates");

  /** The reports of each goal with all permissions. */
  private final Map<String, Future<List<String>>> whole = new ConcurrentHashMap<>();

  @Test
  void eachActionIsMissed() throws Exception {
    var ended = new TreeMap<String, Future<String>>();
    var pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      STORIES
          .keySet()
          .forEach(story -> whole.put(story, pool.submit(() -> told(story, Optional.empty()))));
      for (var mutant : new LeastPrivilege(policy, List.of()).mutants()) {
        if (isAction(mutant)) {
          ended.put(mutant.without(), pool.submit(() -> missed(mutant)));
        }
      }
      for (var story : whole.entrySet()) {
        assertThat(story.getValue().get())
            .as(story.getKey())
            .noneMatch(line -> line.contains(DENIED));
      }
      var ways = new TreeMap<String, Integer>();
      var unnoticed = new ArrayList<String>();
      for (var end : ended.entrySet()) {
        try {
          String way = end.getValue().get();
          System.out.println(end.getKey() + ": " + way);
          ways.merge(way.replaceAll(", without .*", ""), 1, Integer::sum);
        } catch (ExecutionException e) {
          unnoticed.add(end.getKey() + ": " + e.getCause());
        }
      }
      System.out.println(ended.size() + " actions taken out one by one: " + ways);
      assertThat(unnoticed).isEmpty();
    } finally {
      pool.shutdownNow();
    }
    assertThat(ended.keySet()).containsAll(TOLD_BY.keySet()).containsAll(LOST.keySet());
  }

  private static boolean isAction(LeastPrivilege.Mutant mutant) {
    return mutant.without().matches("\\w+: [a-z0-9-]+:[A-Z]\\w+")
        && !NOT_REHEARSED.contains(mutant.without());
  }

  /** Runs the goal without the action; returns what is different. */
  private String missed(LeastPrivilege.Mutant mutant) throws Exception {
    String what = mutant.without();
    String action = what.substring(what.indexOf(' ') + 1);
    String story = TOLD_BY.getOrDefault(what, "blue-green-deploy");
    List<String> told = told(story, Optional.of(mutant.policy()));
    if (LOST.containsKey(what)) {
      String line = LOST.get(what);
      assertThat(whole.get(story).get()).as(story).anyMatch(l -> l.contains(line));
      assertThat(told).as(what).noneMatch(l -> l.contains(line));
      return story + " tells less, without '" + line + "'";
    }

    assertThat(told)
        .as(story + " without " + what)
        .anyMatch(line -> line.contains(DENIED + action) || line.contains("words=needs " + action));
    boolean fails =
        told.stream().anyMatch(line -> line.startsWith(FAILED) && line.contains(DENIED + action));
    if (fails && !FAULTS.containsKey(story)) {
      return story + " fails";
    }
    // What smoke-test stores is not part of a deployment.
    return story.startsWith("preflight") || story.equals("smoke-test")
        ? story + " says so"
        : story + " says so, " + preflight(mutant);
  }

  /** Preflight reports the missing action before a deployment. */
  private String preflight(LeastPrivilege.Mutant mutant) throws Exception {
    String action = mutant.without().substring(mutant.without().indexOf(' ') + 1);
    List<String> findings =
        told("preflight", Optional.of(mutant.policy())).stream()
            .filter(line -> line.contains(action))
            .toList();
    assertThat(findings)
        .as("preflight without " + mutant.without())
        .anyMatch(line -> line.contains("outcome=FAIL") || line.contains("outcome=WARN"));
    return findings.stream().anyMatch(line -> line.contains("outcome=FAIL"))
        ? "preflight fails"
        : "preflight warns";
  }

  private List<String> told(String story, Optional<ObjectNode> without) throws Exception {
    if (READS.contains(story)) {
      synchronized (common) {
        without(common, without.orElse(policy));
        return told(common, story);
      }
    }
    Path own = Files.createTempDirectory(folder, "accounts");
    copy(made, own);
    var faults = FAULTS.containsKey(story) ? Set.of(FAULTS.get(story)) : Set.<Fault>of();
    try (var stage = stage(own, faults)) {
      without.ifPresent(p -> without(stage, p));
      return told(stage, story);
    }
  }

  private static void without(Stage stage, ObjectNode changed) {
    LeastPrivilege.replace(stage.rehearsal().orElseThrow(), ROLE, changed);
  }

  private static List<String> told(Stage stage, String story) throws Exception {
    var told = new CopyOnWriteArrayList<String>();
    Reporter reporter = new PlainReporter(told::add, told::add, Clock.systemUTC(), ZoneOffset.UTC);
    try (var target = enter(stage, reporter)) {
      STORIES.get(story).play(stage, target, reporter);
    } catch (RuntimeException e) {
      told.add(FAILED + e.getMessage());
    }
    return told;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.collect(Collectors.toList())) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static void asksFromInside(Stage stage, TargetAccount target, Reporter reporter)
      throws IOException {
    stage.settle(ENVIRONMENT);
    var url = ProductionRoute.of(target.session(), ENVIRONMENT).orElseThrow();
    new TestFunction(target.session(), ENVIRONMENT, "demo-app-test-test")
        .get(url.request("/"), Map.of(), Duration.ofSeconds(60));
  }

  private static void deploy(Stage stage, TargetAccount target, String version, Until until) {
    deploy(stage, target, version, until, false);
  }

  private static void deploy(
      Stage stage, TargetAccount target, String version, Until until, boolean approval) {
    var readyGate = new ReadyGate(Optional.empty(), List.of(), approval, "mvn xacct:continue");
    new BlueGreenDeploy(pushed(stage, version), target.ports())
        .run(
            new BlueGreenDeploy.DeployRequest(
                image -> GeneratedTaskDefinition.of(ENVIRONMENT).withImage(image).text(),
                ENVIRONMENT.task().family(),
                appSpec(),
                ENVIRONMENT.task().containerName(),
                Optional.empty(),
                new DeploymentLabel("demo-app 1.0", Optional.empty(), Optional.empty(), "ann"),
                until,
                OnActive.FAIL,
                BREAKER,
                state -> readyGate,
                false));
  }

  /** The registry has another port in each copy. */
  private static ImageSource pushed(Stage stage, String version) {
    String registry = stage.rehearsal().orElseThrow().registryHost();
    var image =
        new ImageReference(registry + "/" + SETTINGS.registry().repository(), IMAGES.get(version));
    return new PushedImage(image);
  }

  private static AppSpec appSpec() {
    return AppSpec.of(AppSpecSettings.none(), GeneratedTaskDefinition.of(ENVIRONMENT));
  }

  /** In compressed time a target is unhealthy for less time than a goal's polling interval. */
  private static void looksAtTargets(Stage stage, TargetAccount target, Reporter reporter)
      throws Exception {
    deploy(stage, target, "3", Until.CREATED);
    var observer = target.ports().observer();
    String id = target.ports().look().active().orElseThrow().id();
    for (var seen = observer.look(id); seen.deaths().isEmpty(); seen = observer.look(id)) {
      for (var unhealthy : seen.unhealthy()) {
        reporter.report(new Event.TargetUnhealthy(unhealthy.target(), unhealthy.reason()));
      }
      seen.trouble().forEach(text -> reporter.report(new Event.ServiceTrouble(text)));
      Thread.sleep(20);
    }
  }

  private static void status(Stage stage, TargetAccount target, Reporter reporter) {
    var history = new CodeDeployHistory(target.session(), ENVIRONMENT);
    new StatusText(Instant.now())
        .lines(
            new StatusReader(
                    target.ports(), history, new EcsTaskObserver(target.session(), ENVIRONMENT))
                .of(ENVIRONMENT))
        .forEach(line -> reporter.report(new Event.Note(line)));
  }

  private static void smokeTest(Stage stage, TargetAccount target, Reporter reporter) {
    new SmokeRun(target.ports(), new EcsTaskDefinitions(target.session()))
        .run(ENVIRONMENT, Route.to(URI.create("http://127.0.0.1")), url -> List.of());
  }

  private static void stop(Stage stage, TargetAccount target, Reporter reporter) {
    deploy(stage, target, "3", Until.READY, true);
    var state = target.ports().look();
    new Attach(target.ports()).stop(state.active().orElseThrow(), state, true);
  }

  private static void rollback(Stage stage, TargetAccount target, Reporter reporter) {
    var history = new CodeDeployHistory(target.session(), ENVIRONMENT);
    var state = target.ports().look();
    var good =
        new GoodVersions(
                target.ports().taskDefinitions(), history, ENVIRONMENT.task().containerName())
            .find(RollbackTarget.LAST_GOOD, state, "test");
    var rollback = new Rollback(target.ports(), image -> true, appSpec());
    rollback.run(
        good,
        ENVIRONMENT.task().containerName(),
        "ann",
        state,
        Until.SHIFTED,
        BREAKER,
        ReadyGate.none());
  }

  private static void topic(Stage stage, TargetAccount target, Reporter reporter) {
    new SnsTopic(target.session(), TOPIC).accept(new Notice("subject", "text"));
  }

  /** Returns settings with more than is deployed here. */
  private static Settings asked(String secret) {
    return Written.environment(
            USUAL.formatted("<secrets>" + secret + "</secrets>") + HOOK + PROVIDERS)
        .env("test")
        .read();
  }

  private static Story preflight(String secret) {
    var settings = asked(secret);
    var asked = settings.environment().orElseThrow();
    var intent =
        new Intent(
            settings.registry(),
            asked,
            GeneratedTaskDefinition.of(asked),
            AppSpec.of(asked.appSpec(), GeneratedTaskDefinition.of(asked)),
            Optional.empty(),
            Optional.empty(),
            settings.checks(asked));
    var clock = Clock.systemUTC();
    var region = settings.registry().region();
    return (stage, target, reporter) -> {
      try (var facts = new PreflightFacts(stage.access(), region, asked, "preflight", clock)) {
        for (var finding : new Preflight(intent, facts, clock).run()) {
          reporter.report(new Event.Note(finding.toString()));
        }
      }
    };
  }

  private static Stage stage(Path folder, Set<Fault> faults) {
    var minute = faults.contains(Fault.CRASH_LOOP) ? MINUTE_OF_DEATHS : MINUTE;
    return Stage.rehearsal(
        SETTINGS,
        List.of(ENVIRONMENT),
        RehearsedTask::generated,
        new RehearsalOptions(minute, faults, Set.of()),
        folder,
        0,
        line -> {});
  }

  private static TargetAccount enter(Stage stage, Reporter reporter) {
    return TargetAccount.enter(
        stage, ENVIRONMENT, RunName.of(Written.environment("").facts()), reporter);
  }

  private static ImageReference push(Stage stage, String version) throws Exception {
    var app = RehearsedAws.tinyApp(made);
    var caches = new Caches(made.resolve("base-cache"), made.resolve("app-cache"));
    return new ImageWork(
            new Images(caches, false, event -> {}, line -> {}),
            RehearsedAws.image(version),
            () -> app,
            SETTINGS.registry(),
            SETTINGS.foreignPullers(),
            made,
            event -> {})
        .push(stage.access(), () -> {});
  }
}
