package io.github.xacct.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.servicedeployment.EngineOfService;
import io.github.xacct.aws.servicedeployment.HistoryPatience;
import io.github.xacct.chaos.Scenario.Engine;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.History;
import io.github.xacct.event.DeploymentStatus;
import io.github.xacct.model.ImageReference;
import io.github.xacct.rehearsal.plan.EcsDeployment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * kill -9 while a call is under way, so that its answer is lost, then the same command again: as if
 * nothing had happened, whichever engine deploys.
 */
@Tag("slow")
class KilledDeploymentTest {
  private static final Map<Engine, RehearsedAws> STARTED = new EnumMap<>(Engine.class);

  @TempDir static Path folder;

  private final AtomicReference<OwnProcess> victim = new AtomicReference<>();
  private final AtomicReference<String> moment = new AtomicReference<>("");
  private final AtomicInteger toGo = new AtomicInteger();

  @BeforeAll
  static void start() {
    STARTED.put(
        Engine.CODE_DEPLOY,
        RehearsedAws.in(folder.resolve("codedeploy"))
            .configuration("CodeDeployDefault.ECSCanary10Percent5Minutes")
            .terminationWait(10)
            .start());
    STARTED.put(
        Engine.ECS,
        RehearsedAws.in(folder.resolve("ecs"))
            .deployedByEcs(
                EcsDeployment.canary(10, 5, 10)
                    .withPause("POST_TEST_TRAFFIC_SHIFT", 1000)
                    .withPause("PRE_PRODUCTION_TRAFFIC_SHIFT", 1000))
            .minute(DeployingProcess.MINUTE)
            .start());
  }

  @AfterAll
  static void end() {
    STARTED.values().forEach(RehearsedAws::close);
  }

  /** A build plays one call of each step, for time; {@code -Dkilled.all} plays all twenty. */
  @ParameterizedTest(name = "{0} at {1} number {2}")
  @CsvSource({
    "CODE_DEPLOY, AssumeRole, 1",
    "CODE_DEPLOY, RegisterTaskDefinition, 1",
    "CODE_DEPLOY, CreateDeployment, 1",
    "CODE_DEPLOY, BatchGetDeploymentTargets, 1",
    "CODE_DEPLOY, GetDeployment, 3",
    "ECS, ListServiceDeployments, 1",
    "ECS, TagResource, 1",
    "ECS, UpdateService, 1",
    "ECS, DescribeServiceRevisions, 2",
    "ECS, ContinueServiceDeployment, 1",
    "ECS, DescribeServiceDeployments, 9"
  })
  void runAgainItEndsGreenWithOneDeployment(Engine engine, String operation, int number)
      throws Exception {
    runAgain(engine, operation, number);
  }

  @ParameterizedTest(name = "{0} at {1} number {2}")
  @EnabledIfSystemProperty(named = "killed.all", matches = ".*")
  @CsvSource({
    "CODE_DEPLOY, ListDeployments, 1",
    "CODE_DEPLOY, DescribeTaskDefinition, 2",
    "CODE_DEPLOY, GetDeployment, 2",
    "CODE_DEPLOY, ListTasks, 1",
    "CODE_DEPLOY, BatchGetDeploymentTargets, 2",
    "ECS, AssumeRole, 1",
    "ECS, DescribeTaskDefinition, 2",
    "ECS, RegisterTaskDefinition, 1",
    "ECS, ContinueServiceDeployment, 3"
  })
  void soItDoesAtTheOthers(Engine engine, String operation, int number) throws Exception {
    runAgain(engine, operation, number);
  }

  private void runAgain(Engine engine, String operation, int number) throws Exception {
    var aws = STARTED.get(engine);
    var image = aws.push(operation + "-" + number);
    Path record = Files.createDirectory(folder.resolve(engine + operation + number));
    killAt(aws, operation, number);

    victim.set(OwnProcess.start(aws, image, record, Until.TERMINATED));
    int exit = victim.get().exit();
    if (toGo.get() <= 0) { // else the deployment was over before so many calls
      assertThat(exit).as("killed:\n%s", victim.get().log()).isEqualTo(137);
    }
    List<String> again = Collections.synchronizedList(new ArrayList<>());
    boolean well = DeployingProcess.run(aws.access(), image, record, Until.TERMINATED, again::add);

    assertThat(well).as("%s", again).isTrue();
    assertThat(again).containsAnyOf("verdict SUCCEEDED", "verdict NOTHING_TO_DO");
    assertThat(deployments(aws, image))
        .extracting(History.Past::status)
        .containsExactly(DeploymentStatus.SUCCEEDED);
    if (again.contains("verdict SUCCEEDED")) { // else it was over when we came again
      assertThat(Files.readString(record.resolve("deployment.json")))
          .contains(deployments(aws, image).get(0).id());
    }
    assertThat(ask(aws)).contains(operation + "-" + number);
  }

  /**
   * Whoever comes second is refused, or takes the place of the other; nobody undoes the other's.
   */
  @Test
  void ofTwoBuildsAtOnceOneServesAndTheOtherLeavesItAlone() throws Exception {
    var aws = STARTED.get(Engine.ECS);
    List<String> versions = List.of("left", "right");
    var builds = new ArrayList<CompletableFuture<Boolean>>();
    for (String version : versions) {
      var image = aws.push(version);
      Path record = Files.createDirectory(folder.resolve(version));
      builds.add(
          CompletableFuture.supplyAsync(
              () ->
                  DeployingProcess.run(aws.access(), image, record, Until.TERMINATED, line -> {})));
    }

    var well = builds.stream().map(CompletableFuture::join).toList();

    assertThat(well).containsOnlyOnce(true);
    assertThat(ask(aws)).contains(versions.get(well.indexOf(true)));
    assertThat(aws.calls)
        .extracting(call -> call.operation())
        .doesNotContain("StopServiceDeployment");
  }

  private void killAt(RehearsedAws aws, String operation, int number) {
    moment.set(operation);
    toGo.set(number);
    aws.rehearsal.onCall(
        call -> {
          if (call.operation().equals(moment.get()) && toGo.decrementAndGet() == 0) {
            victim.get().kill();
          }
        });
  }

  private static List<History.Past> deployments(RehearsedAws aws, ImageReference image) {
    try (var session = aws.enter()) {
      return new EngineOfService(
              session, aws.environment, Optional.of(DeployingProcess.MINUTE), unseen -> {})
          .history(HistoryPatience.WHOLE).last(25).stream()
              .filter(past -> past.description().contains(image.digest().brief()))
              .toList();
    }
  }

  private static String ask(RehearsedAws aws) throws Exception {
    URI url = aws.rehearsal.productionUrl("test").orElseThrow();
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
