package io.github.xacct.goal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.CodeDeployHistory;
import io.github.xacct.aws.EcsTaskDefinitions;
import io.github.xacct.aws.PreflightFacts;
import io.github.xacct.aws.SnsTopic;
import io.github.xacct.deploy.Attach;
import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.ImageSource;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.ReadyWord;
import io.github.xacct.deploy.Rollback;
import io.github.xacct.deploy.Signature;
import io.github.xacct.deploy.SmokeRun;
import io.github.xacct.deploy.Status;
import io.github.xacct.deploy.Until;
import io.github.xacct.image.Caches;
import io.github.xacct.image.Images;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.preflight.Intent;
import io.github.xacct.preflight.Preflight;
import io.github.xacct.rehearsal.LeastPrivilege;
import io.github.xacct.rehearsal.RehearsalPlan.Fault;
import io.github.xacct.report.Notice;
import io.github.xacct.report.PlainReporter;
import io.github.xacct.report.Reporter;
import io.github.xacct.report.StatusText;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.stack.StackPlan;
import io.github.xacct.stack.Wish;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The deploy role that the template makes, without each of its actions in turn: over the wire a
 * goal then fails with AWS's words, or tells less. Accounts are bootstrapped once; each action is
 * taken out in a copy of them.
 */
@Tag("slow")
class GoalsWithoutAnActionTest {
  private static final String ROLE = "arn:aws:iam::222222222222:role/demo-app-test-deploy";
  private static final String TOPIC = "arn:aws:sns:eu-central-1:222222222222:demo-app-test";
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

  /** Of preflight, which asks for more than is deployed here. */
  private static final Settings MORE =
      Written.environment(
              USUAL.formatted(
                      """
                      <secrets>
                        <KEY>arn:aws:secretsmanager:eu-central-1:222222222222:secret:k-AbCdEf</KEY>
                        <NAME>/demo/name</NAME>
                      </secrets>
                      """)
                  + "<hooks><afterInstall>check</afterInstall></hooks>")
          .env("test")
          .read();

  @TempDir static Path made;
  private static final Map<String, ImageReference> IMAGES = new LinkedHashMap<>();
  private static ObjectNode policy;

  @TempDir Path folder;

  private static Settings settings(String task) {
    return Written.environment(USUAL.formatted(task)).env("test").read();
  }

  /** What a goal does, which tells what it tells. */
  private interface Story {
    void play(Stage stage, TargetAccount target, Reporter reporter) throws Exception;
  }

  private static final Map<String, Story> STORIES = new LinkedHashMap<>();

  static {
    STORIES.put(
        "blue-green-deploy", (stage, target, reporter) -> deploy(target, "3", Until.SHIFTED));
    STORIES.put("status", GoalsWithoutAnActionTest::status);
    STORIES.put("smoke-test", GoalsWithoutAnActionTest::smokeTest);
    STORIES.put("stop", GoalsWithoutAnActionTest::stop);
    STORIES.put("rollback", GoalsWithoutAnActionTest::rollback);
    STORIES.put("topic", GoalsWithoutAnActionTest::topic);
    STORIES.put("preflight", GoalsWithoutAnActionTest::preflight);
    STORIES.put("crash", (stage, target, reporter) -> deploy(target, "3", Until.SHIFTED));
  }

  @BeforeAll
  static void make() throws Exception {
    var wish =
        new Wish(
            SETTINGS.app(),
            SETTINGS.registry(),
            17,
            false,
            Map.of(),
            List.of(new Wish.OfEnvironment(ENVIRONMENT, true, Map.of("TopicArn", TOPIC))),
            Optional.empty());
    try (var aws = new RehearsedStacks(made.resolve("rehearsal"), Set.of())) {
      aws.bootstrap(StackPlan.of(wish));
    }
    try (var stage = stage(made, Set.of());
        var target = enter(stage, event -> {})) {
      policy = LeastPrivilege.policyOf(stage.rehearsal().orElseThrow(), ROLE);
      for (String version : List.of("1", "2", "3")) {
        IMAGES.put(version, push(stage, version));
      }
      deploy(target, "1", Until.TERMINATED);
      deploy(target, "2", Until.TERMINATED);
    }
  }

  @Test
  void eachActionIsMissed() throws Exception {
    var pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      var found = new LinkedHashMap<String, Future<String>>();
      for (var mutant : new LeastPrivilege(policy, List.of()).mutants()) {
        if (mutant.without().matches(".*: [a-z-]+:[A-Z][A-Za-z]+")) {
          found.put(mutant.without(), pool.submit(() -> discover(mutant)));
        }
      }
      for (var entry : found.entrySet()) {
        System.out.println(entry.getKey() + " -> " + entry.getValue().get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private String discover(LeastPrivilege.Mutant mutant) throws Exception {
    String action = mutant.without().split(": ")[1];
    long start = System.nanoTime();
    for (String story : STORIES.keySet()) {
      List<String> told = told(story, Optional.of(mutant.policy()));
      for (String line : told) {
        if (line.contains("is not authorized to perform: " + action)) {
          return story
              + " after "
              + (System.nanoTime() - start) / 1_000_000
              + " ms: "
              + line.replace("\n", " | ");
        }
      }
    }
    return "NOTHING";
  }

  private List<String> told(String story, Optional<ObjectNode> without) throws Exception {
    Path own = Files.createTempDirectory(folder, "accounts");
    copy(made, own);
    var faults = story.equals("crash") ? Set.of(Fault.CRASH_LOOP) : Set.<Fault>of();
    var told = new CopyOnWriteArrayList<String>();
    Reporter reporter = new PlainReporter(told::add, told::add, Clock.systemUTC(), ZoneOffset.UTC);
    try (var stage = stage(own, faults)) {
      without.ifPresent(p -> LeastPrivilege.replace(stage.rehearsal().orElseThrow(), ROLE, p));
      try (var target = enter(stage, reporter)) {
        STORIES.get(story).play(stage, target, reporter);
      } catch (RuntimeException e) {
        told.add(String.valueOf(e.getMessage()));
      }
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

  private static void deploy(TargetAccount target, String version, Until until) {
    deploy(target, version, until, false);
  }

  private static void deploy(TargetAccount target, String version, Until until, boolean approval) {
    var word = new ReadyWord(Optional.empty(), List.of(), approval, "mvn xacct:continue");
    new BlueGreenDeploy(pushed(version), target.ports())
        .run(
            new BlueGreenDeploy.Wish(
                image -> GeneratedTaskDefinition.of(ENVIRONMENT).withImage(image).text(),
                ENVIRONMENT.task().family(),
                appSpec(),
                ENVIRONMENT.task().containerName(),
                Optional.empty(),
                new Signature("demo-app 1.0", Optional.empty(), Optional.empty(), "ann"),
                until,
                OnActive.FAIL,
                BREAKER,
                look -> word,
                false));
  }

  private static ImageSource pushed(String version) {
    return new ImageSource() {
      @Override
      public ImageReference foresee() {
        return IMAGES.get(version);
      }

      @Override
      public ImageReference provide(Runnable mayChange) {
        mayChange.run();
        return IMAGES.get(version);
      }
    };
  }

  private static AppSpec appSpec() {
    return AppSpec.of(AppSpecSettings.none(), GeneratedTaskDefinition.of(ENVIRONMENT));
  }

  private static void status(Stage stage, TargetAccount target, Reporter reporter) {
    var history = new CodeDeployHistory(target.session(), ENVIRONMENT);
    new StatusText(Instant.now())
        .lines(new Status(target.ports(), history).of(ENVIRONMENT))
        .forEach(line -> reporter.tell(new io.github.xacct.report.Event.Note(line)));
  }

  private static void smokeTest(Stage stage, TargetAccount target, Reporter reporter) {
    new SmokeRun(target.ports(), new EcsTaskDefinitions(target.session()))
        .run(ENVIRONMENT, URI.create("http://127.0.0.1"), url -> List.of());
  }

  private static void stop(Stage stage, TargetAccount target, Reporter reporter) {
    deploy(target, "3", Until.READY, true);
    var look = target.ports().look();
    new Attach(target.ports()).stop(look.active().orElseThrow(), look, true);
  }

  private static void rollback(Stage stage, TargetAccount target, Reporter reporter) {
    var history = new CodeDeployHistory(target.session(), ENVIRONMENT);
    var look = target.ports().look();
    var rollback = new Rollback(target.ports(), history, image -> true);
    rollback.run(
        rollback.lastGood(look),
        ENVIRONMENT.task().containerName(),
        "ann",
        look,
        Until.SHIFTED,
        BREAKER,
        ReadyWord.none());
  }

  private static void topic(Stage stage, TargetAccount target, Reporter reporter) {
    new SnsTopic(target.session(), TOPIC).accept(new Notice("subject", "text"));
  }

  private static void preflight(Stage stage, TargetAccount target, Reporter reporter) {
    var asked = MORE.environment().orElseThrow();
    var intent =
        new Intent(
            MORE.registry(),
            asked,
            GeneratedTaskDefinition.of(asked),
            AppSpec.of(asked.appSpec(), GeneratedTaskDefinition.of(asked)),
            Optional.empty(),
            Optional.empty(),
            MORE.checks(asked));
    var clock = Clock.systemUTC();
    try (var facts =
        new PreflightFacts(stage.access(), MORE.registry().region(), asked, "preflight", clock)) {
      new Preflight(intent, facts, clock)
          .run()
          .forEach(
              finding -> reporter.tell(new io.github.xacct.report.Event.Note(finding.toString())));
    }
  }

  private static Stage stage(Path folder, Set<Fault> faults) {
    return Stage.rehearsal(
        SETTINGS,
        List.of(ENVIRONMENT),
        RehearsedTask::generated,
        new RehearsalOptions(Duration.ofMillis(100), faults, Set.of()),
        folder,
        0,
        line -> {});
  }

  private static TargetAccount enter(Stage stage, Reporter reporter) {
    return TargetAccount.enter(
        stage,
        ENVIRONMENT,
        RunName.of(Written.environment("").facts()),
        arn -> appSpec().withTaskDefinition(arn).content().text(),
        reporter);
  }

  private static ImageReference push(Stage stage, String version) throws Exception {
    var caches = new Caches(made.resolve("base-cache"), made.resolve("app-cache"));
    return new ImageWork(
            new Images(caches, false, event -> {}, line -> {}),
            RehearsedAws.image(version),
            RehearsedAws.tinyApp(made),
            SETTINGS.registry(),
            SETTINGS.foreignPullers(),
            made,
            event -> {})
        .push(stage.access(), () -> {});
  }
}
