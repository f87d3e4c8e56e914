package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.xacct.deploy.port.DeploymentState;
import io.github.xacct.deploy.port.Revisions;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.revision.RegisteredImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;

/**
 * The goals that act on a deployment in flight, against an AWS that another process started,
 * whichever engine deploys.
 */
@ParameterizedClass
@ValueSource(strings = {"codedeploy", "ecs"})
class FollowingGoalsTest {
  private static final String POM =
      """
      <registry><account>111111111111</account><region>eu-central-1</region></registry>
      <environments>
        <environment>
          <name>test</name><account>222222222222</account>%s
          <rehearsal><terminationWait>0</terminationWait>%s</rehearsal>
        </environment>
      </environments>
      """;

  /** Returns a POM whose wait is so long that the deployment does not continue by itself. */
  private String waiting() {
    return pom("<readyWait>2000</readyWait>");
  }

  /** Returns a POM whose deployment continues only after an approval. */
  private static String approved(String engine) {
    return pom(engine, "<readyWait>2000</readyWait>")
        .replace("</rehearsal>", "</rehearsal><approval>true</approval>");
  }

  private String pom(String rehearsal) {
    return pom(engine, rehearsal);
  }

  private static String pom(String engine, String rehearsal) {
    return POM.formatted("<engine>" + engine + "</engine>", rehearsal);
  }

  /** Waits until blue is terminated, so that the next rollback finds no deployment in flight. */
  private static final String ROLLBACK =
      "<onInterrupt>detach</onInterrupt><onActive>fail</onActive>"
          + "<waitUntil>terminated</waitUntil>";

  private static final String DETACHED = "<onInterrupt>detach</onInterrupt>";

  @Parameter String engine;
  @TempDir Path folder;
  private final Map<String, String> before = new LinkedHashMap<>();
  private Stage stage;
  private Environment environment;
  private Settings settings;

  private void serve(String pom) {
    settings = Written.xml(pom).env("test").read();
    environment = settings.environment().orElseThrow();
    stage = Rehearsed.stage(settings, List.of(environment), folder, Duration.ofMillis(50));
    var rehearsal = stage.rehearsal().orElseThrow();
    set("aws.endpointUrl", rehearsal.endpoint().toString());
    set("aws.accessKeyId", rehearsal.accessKeyId());
    set("aws.secretAccessKey", rehearsal.secretAccessKey());
  }

  private void set(String property, String value) {
    before.put(property, System.getProperty(property));
    System.setProperty(property, value);
  }

  @BeforeEach
  void forget() {
    before.clear();
  }

  @AfterEach
  void end() {
    before.forEach(
        (property, value) -> {
          if (value == null) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, value);
          }
        });
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  void waitFollowsADeploymentThatSomebodyElseStarted() throws Exception {
    assumeFalse(isByEcs(), "no call of the engine that another test does not make");
    String pom = pom("").replace(">0</termination", ">20</termination");
    serve(pom);
    assertThatThrownBy(() -> GoalRun.of(new WaitMojo(), folder, pom, DETACHED))
        .hasMessageStartingWith("No deployment is in flight in environment test.");
    String id = start(push("1"));

    assertThat(GoalRun.of(new WaitMojo(), folder, pom, DETACHED).toString())
        .contains("Deployment " + id + ": succeeded");

    assertThat(state(id).shifted()).isTrue();
  }

  @Test
  void waitReportsHowADeploymentHasEnded() throws Exception {
    String pom = pom("").replace(">0</termination", ">20</termination");
    serve(pom);
    String good = start(push("1"));
    assertThat(GoalRun.of(new WaitMojo(), folder, pom, DETACHED).toString()).contains(good);
    await(good, state -> state.status() == DeploymentStatus.SUCCEEDED);

    assertThat(GoalRun.of(new WaitMojo(), folder, pom, DETACHED))
        .as("that of the last run")
        .anyMatch(line -> line.contains("Deployment " + good + ": succeeded after"))
        .as("durations of its own, not of this look at it")
        .anyMatch(line -> line.matches(".*All production traffic is on green after .*"))
        .noneMatch(line -> line.matches(".*(on green|" + good + ": succeeded) after 0\\.0 s"))
        .noneMatch(line -> line.contains("ETA "));
    assertThat(Files.readString(folder.resolve("target/xacct/index.html")))
        .contains("<a href=\"test/deployment.html\">test</a>", "<h2>All runs</h2>");
    String bad = start(push("2"));
    stop(bad);
    String newest = succeed(push("3"));

    assertThatThrownBy(
            () ->
                GoalRun.of(
                    new WaitMojo(), folder, pom, DETACHED + "<deployment>" + bad + "</deployment>"))
        .hasMessageStartingWith("Deployment " + bad + (isByEcs() ? " failed" : " was stopped"))
        .hasMessageNotContaining("was started after it");
    assertThat(
            GoalRun.of(
                    new WaitMojo(),
                    folder,
                    pom,
                    DETACHED + "<deployment>" + newest + "</deployment>")
                .toString())
        .contains("Deployment " + newest + ": succeeded");
    assertThatThrownBy(
            () ->
                GoalRun.of(
                    new WaitMojo(), folder, pom, DETACHED + "<deployment>d-OTHER</deployment>"))
        .hasMessage(
            "xacct.deployment: d-OTHER is not a deployment of "
                + (isByEcs() ? "service demo-app-test" : "group demo-app-test/demo-app-test")
                + ".\nTry: mvn xacct:history -Denv=test");
  }

  private boolean isByEcs() {
    return engine.equals("ecs");
  }

  /** Returns the expected status: with ECS a rollback is part of the failed deployment. */
  private DeploymentStatus stopped() {
    return isByEcs() ? DeploymentStatus.FAILED : DeploymentStatus.STOPPED;
  }

  private void stop(String id) throws Exception {
    try (var target = enter()) {
      target.ports().engine().stop(id, true);
    }
    await(id, state -> state.rollback().isPresent());
    String rollback = state(id).rollback().orElseThrow();
    await(rollback, state -> state.status().ended());
  }

  @Test
  void continueLetsTrafficMoveOnceTheDeploymentIsReady() throws Exception {
    String pom = waiting().replace(">0</termination", ">1440</termination");
    serve(pom);
    String id = start(push("1"));
    await(id, state -> state.status() == DeploymentStatus.READY);
    refusesAnother(new ContinueMojo(), id, "");
    refusesAnother(new StopMojo(), id, "<rollback>true</rollback>");

    String once = DETACHED + "<deployment>" + id + "</deployment><waitUntil>shifted</waitUntil>";
    assertThat(GoalRun.of(new ContinueMojo(), folder, pom, once))
        .anyMatch(line -> line.matches(".*All production traffic is on green after .*"));

    assertThat(state(id).shifted()).isTrue();
    assertThatThrownBy(() -> GoalRun.of(new ContinueMojo(), folder, pom, DETACHED))
        .hasMessageStartingWith("Deployment " + id + " does not wait for approval: it is ");
  }

  /**
   * The command finds green by environment variables; its exit code decides before the approval.
   */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theVerifyCommandDecidesAtThePause() throws Exception {
    String good = verified("echo $XACCT_ENV asks $XACCT_TEST_URL");
    serve(good);
    String id = start(push("1"));

    var heard = GoalRun.of(new WaitMojo(), folder, good, DETACHED + "<waitUntil>ready</waitUntil>");
    assertThat(heard)
        .anyMatch(line -> line.matches("  test asks http://127\\.0\\.0\\.1:\\d+"))
        .anyMatch(line -> line.contains("Waiting for approval. "));
    assertThat(state(id).status()).isEqualTo(DeploymentStatus.READY);

    assertThatThrownBy(
            () -> GoalRun.of(new WaitMojo(), folder, verified("echo no; exit 3"), DETACHED))
        .hasMessageStartingWith(
            "Deployment "
                + id
                + " was aborted: the verify command ended with exit code 3: echo no; exit 3.\n"
                + "Rolled back");
    assertThat(state(id).status()).isEqualTo(stopped());
  }

  private String verified(String command) {
    return approved(engine)
        .replace("<approval>", "<verifyCommand>" + command + "</verifyCommand><approval>");
  }

  /** A command for one deployment neither approves nor stops another one. */
  private void refusesAnother(FollowingMojo goal, String inFlight, String more) {
    assertThatThrownBy(
            () ->
                GoalRun.of(
                    goal, folder, waiting(), DETACHED + "<deployment>d-SEEN</deployment>" + more))
        .hasMessageMatching(
            "Deployment d-SEEN is not in flight in environment test\\.\n"
                + "In flight is "
                + inFlight
                + " since \\S+, started by \\w+.*\n"
                + "Nothing was changed\\.\n"
                + "Try: mvn xacct:history -Denv=test");
  }

  @Test
  void stopRollsBackWhatIsInFlight() throws Exception {
    serve(waiting());
    String id = start(push("1"));
    await(id, state -> state.status() == DeploymentStatus.READY);

    assertThat(
            GoalRun.of(new StopMojo(), folder, waiting(), DETACHED + "<rollback>true</rollback>")
                .toString())
        .contains("Stopping deployment " + id)
        .contains("Deployment " + id + ": rolled-back");

    var ended = state(id);
    assertThat(ended.status()).isEqualTo(stopped());
    assertThat(ended.rollback()).isPresent();
  }

  @Test
  void rollbackGoesToTheVersionThatIsNamed() throws Exception {
    String pom = pom("");
    serve(pom);
    ImageReference first = push("1");
    String id = succeed(first);
    ImageReference second = push("2");
    succeed(second);
    succeed(push("3"));

    GoalRun.of(new RollbackMojo(), folder, pom, ROLLBACK + "<to>2</to>");
    assertThat(running()).isEqualTo(first);
    GoalRun.of(new RollbackMojo(), folder, pom, ROLLBACK + "<to>" + second.digest() + "</to>");
    assertThat(running()).isEqualTo(second);
    GoalRun.of(new RollbackMojo(), folder, pom, ROLLBACK + "<to>" + id + "</to>");
    assertThat(running()).isEqualTo(first);
    GoalRun.of(new RollbackMojo(), folder, pom, ROLLBACK + "<to>demo-app-test:2</to>");
    assertThat(running()).isEqualTo(second);

    assertThatThrownBy(() -> GoalRun.of(new RollbackMojo(), folder, pom, ROLLBACK + "<to>:2</to>"))
        .hasMessageStartingWith(
            "arn:aws:ecs:eu-central-1:222222222222:task-definition/demo-app-test:2 has the"
                + " production traffic already.");
    assertThatThrownBy(
            () -> GoalRun.of(new RollbackMojo(), folder, pom, ROLLBACK + "<to>0a1b2c3</to>"))
        .hasMessage(
            "No successful deployment matches xacct.to (commit 0a1b2c3).\n"
                + "Running: arn:aws:ecs:eu-central-1:222222222222:task-definition/demo-app-test:2\n"
                + (isByEcs() // whose first deployment is that of the placeholder
                    ? "The last 8 deployments included 4 other good revisions.\n"
                    : "The last 7 deployments included 3 other good revisions.\n")
                + "Try: mvn xacct:history -Denv=test");
    assertThatThrownBy(
            () -> GoalRun.of(new RollbackMojo(), folder, pom, ROLLBACK + "<to>last</to>"))
        .hasMessageStartingWith("xacct.to: invalid value 'last': expected a number of");
  }

  @Test
  void rollbackRefusesAnInactiveTaskDefinitionBeforeItChangesAnything() throws Exception {
    assumeFalse(isByEcs(), "no call of the engine that another test does not make");
    String pom = pom("");
    serve(pom);
    String id = succeed(push("1"));
    ImageReference second = push("2");
    succeed(second);
    deregister("demo-app-test:1");

    assertThatThrownBy(() -> GoalRun.of(new RollbackMojo(), folder, pom, ROLLBACK + "<to>1</to>"))
        .hasMessage(
            "Cannot roll back to arn:aws:ecs:eu-central-1:222222222222:task-definition/"
                + "demo-app-test:1: the task definition is INACTIVE.\n"
                + "It was deployed by "
                + id
                + ": demo-app by somebody\n"
                + "ECS starts no tasks of a deregistered task definition. Nothing was changed.\n"
                + "Try: deploy it again from its commit,\n"
                + "     or choose another version: mvn xacct:history -Denv=test");

    assertThat(running()).isEqualTo(second);
  }

  @Test
  void statusPrintsJsonAloneOnStandardOutput() throws Exception {
    assumeFalse(isByEcs(), "no call of the engine that another test does not make");
    String pom = pom("");
    serve(pom);
    var before = System.out;
    var written = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
      assertThat(GoalRun.of(new StatusMojo(), folder, pom, "<output>json</output>")).isEmpty();
    } finally {
      System.setOut(before);
    }
    var json = new ObjectMapper().readTree(written.toByteArray());
    assertThat(json.at("/environments/0/environment").textValue()).isEqualTo("test");
    assertThat(json.at("/environments/0/inFlight").isNull()).isTrue();
    assertThatThrownBy(() -> GoalRun.of(new StatusMojo(), folder, pom, "<output>yaml</output>"))
        .hasMessage("xacct.output: invalid value 'yaml': expected text or json.");
  }

  @Test
  void historyListsWhatWasDeployedAndHowItEnded() throws Exception {
    String pom = pom("");
    serve(pom);
    ImageReference image = push("1");
    String first = succeed(image);
    String second = succeed(push("2"));

    var lines = GoalRun.of(new HistoryMojo(), folder, pom, "<last>10</last>");

    assertThat(lines).hasSizeGreaterThanOrEqualTo(3);
    assertThat(lines.get(0))
        .matches("DEPLOYMENT +STATUS +STARTED +TOOK +REVISION +IMAGE +COMMIT +BY");
    assertThat(lines.get(1)).matches(second + "  succeeded  .*  demo-app-test:2 .* -  +somebody");
    assertThat(lines.get(2))
        .matches(
            first
                + "  succeeded  .* s  +demo-app-test:1 +"
                + image.digest().brief()
                + "  -  +somebody");
    assertThat(GoalRun.of(new HistoryMojo(), folder, pom, "<last>1</last>")).hasSize(2);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anInterruptedWaitStopsTheDeploymentIfItIsTold() throws Exception {
    String id = startAndBeReady();

    assertThat(interrupted(id, "<onInterrupt>stop</onInterrupt>"))
        .contains("Interrupted. Deployment " + id + " is stopped and rolled back.");

    assertThat(await(id, state -> state.rollback().isPresent()).status()).isEqualTo(stopped());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anInterruptedWaitLeavesTheDeploymentAloneOtherwise() throws Exception {
    assumeFalse(isByEcs(), "no call of the engine that another test does not make");
    String id = startAndBeReady();

    assertThat(interrupted(id, DETACHED))
        .contains(
            "Deployment " + id + " goes on without us: interrupted.",
            "It ends by itself",
            "Try: follow it: mvn xacct:wait -Denv=test",
            "or stop it and go back: aws "
                + (isByEcs()
                    ? "ecs stop-service-deployment --service-deployment-arn arn:aws:ecs:"
                    : "deploy stop-deployment --deployment-id " + id));
    assertThat(Files.readString(folder.resolve("waiting/target/xacct/test/deployment.json")))
        .contains("\"verdict\" : \"detached\"", "goes on without us: interrupted.");

    assertThat(state(id).status()).isEqualTo(DeploymentStatus.READY);
  }

  private String startAndBeReady() throws Exception {
    serve(approved(engine));
    String id = start(push("1"));
    await(id, state -> state.status() == DeploymentStatus.READY);
    return id;
  }

  /** What wait reports after SIGTERM, which is handled like Ctrl-C. */
  private String interrupted(String id, String onInterrupt) throws Exception {
    Process wait = waitInAProcessOfItsOwn(onInterrupt);
    try (BufferedReader output = wait.inputReader()) {
      assertThat(output.lines().anyMatch(line -> line.contains("Following deployment " + id)))
          .as("it follows")
          .isTrue();
      wait.toHandle().destroy(); // Process.destroy would close its output
      String said = output.lines().toList().toString();
      assertThat(wait.waitFor(180, TimeUnit.SECONDS)).isTrue();
      return said;
    } finally {
      wait.destroyForcibly();
    }
  }

  private Process waitInAProcessOfItsOwn(String more) throws Exception {
    var process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            FollowingGoalsTest.class.getName(),
            folder.resolve("waiting").toString(),
            more,
            engine);
    process.environment().remove("AWS_PROFILE");
    process.environment().putAll(stage.rehearsal().orElseThrow().environment());
    return process.redirectErrorStream(true).start();
  }

  public static void main(String[] arguments) throws Exception {
    CompletableFuture.delayedExecutor(300, TimeUnit.SECONDS)
        .execute(() -> Runtime.getRuntime().halt(3));
    GoalRun.of(
        new WaitMojo(),
        Path.of(arguments[0]),
        approved(arguments[2]),
        arguments[1],
        System.out::println);
  }

  private String succeed(ImageReference image) throws Exception {
    String id = start(image);
    await(id, state -> state.status() == DeploymentStatus.SUCCEEDED);
    return id;
  }

  private void deregister(String taskDefinition) {
    var keys = stage.rehearsal().orElseThrow().administrator(environment.account());
    var credentials = AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey());
    try (var ecs =
        EcsClient.builder()
            .endpointOverride(stage.rehearsal().orElseThrow().endpoint())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build()) {
      ecs.deregisterTaskDefinition(r -> r.taskDefinition(taskDefinition));
    }
  }

  private String start(ImageReference image) {
    try (var target = enter()) {
      assertThat(target.ports().look().problems()).isEmpty(); // it tells the engine as well
      String text = GeneratedTaskDefinition.of(environment).withImage(image).text();
      String arn = target.ports().taskDefinitions().register(text).arn();
      return target.ports().engine().start(Revisions.of(environment, arn), "demo-app by somebody");
    }
  }

  private ImageReference running() {
    try (var target = enter()) {
      var arn = target.ports().look().runningTaskDefinition().orElseThrow();
      String json = target.ports().taskDefinitions().describe(arn).orElseThrow().json();
      return RegisteredImage.of(json, "demo-app").orElseThrow();
    }
  }

  private DeploymentState state(String id) {
    try (var target = enter()) {
      return target.ports().engine().state(id);
    }
  }

  private DeploymentState await(String id, Predicate<DeploymentState> there) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(180).toNanos();
    try (var target = enter()) {
      while (true) {
        var state = target.ports().engine().state(id);
        if (there.test(state)) {
          return state;
        }
        assertThat(System.nanoTime()).as("still %s", state.status()).isLessThan(end);
        Thread.sleep(20);
      }
    }
  }

  private TargetAccount enter() {
    return TargetAccount.enter(
        stage, environment, RunName.of(Written.xml("").facts()), event -> {});
  }

  private ImageReference push(String version) throws Exception {
    return Rehearsed.push(stage, settings, folder, version);
  }
}
