package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.aws.codedeploy.CodeDeployHistory;
import io.github.xacct.aws.ecs.EcsTaskDefinitions;
import io.github.xacct.aws.elb.ProductionRoute;
import io.github.xacct.deploy.ApprovedImage;
import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.PromotionGate;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.SmokeRun;
import io.github.xacct.deploy.SmokeTests;
import io.github.xacct.deploy.Until;
import io.github.xacct.deploy.port.TestClient;
import io.github.xacct.event.Event;
import io.github.xacct.event.SmokeTestReport;
import io.github.xacct.event.Verdict;
import io.github.xacct.goal.configuration.PromotionOptions;
import io.github.xacct.goal.configuration.Settings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.SmokeTest;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.revision.RegisteredImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Only an image that passed in one account is deployed to another, over the wire. */
class PromoteTest {
  private static final String POM =
      """
      <registry><account>111111111111</account></registry>
      <environments>
        <environment>
          <name>test</name><account>222222222222</account><engine>%s</engine>
          <rehearsal><terminationWait>0</terminationWait></rehearsal>
        </environment>
        <environment>
          <name>prod</name><account>333333333333</account><engine>%s</engine><requires>test</requires>
          <rehearsal><terminationWait>0</terminationWait></rehearsal>
        </environment>
      </environments>
      """;

  @TempDir Path folder;
  private final List<Event> events = new ArrayList<>();
  private Settings settings;
  private Environment test;
  private Environment prod;
  private Stage stage;

  private void start(String engineOfTest, String engineOfProd) {
    settings = Written.xml(POM.formatted(engineOfTest, engineOfProd)).env("prod").read();
    test = settings.named("test").orElseThrow();
    prod = settings.environment().orElseThrow();
    stage =
        Rehearsed.stage(
            settings,
            PromotionOptions.of(settings, prod, "test", null, false).environments(),
            folder,
            Duration.ofMillis(50));
  }

  @AfterEach
  void end() {
    stage.close();
  }

  /** For each combination of engines. */
  @ParameterizedTest
  @CsvSource({"codedeploy, codedeploy", "codedeploy, ecs", "ecs, ecs"})
  void theDigestThatPassedTestIsTheOneThatProductionRuns(String ofTest, String ofProd)
      throws Exception {
    start(ofTest, ofProd);
    assertThatThrownBy(() -> promote(false))
        .hasMessageContaining(
            ofTest.equals("ecs") // it has created the service by a deployment
                ? "names no image by digest for container demo-app"
                : "CodeDeploy has no deployment of it");
    var image = push("1");
    deploy(test, image);
    assertThatThrownBy(() -> promote(false))
        .hasMessageContaining("Its smoke tests have not been run on what it runs");

    assertThat(smokeTest("no-such-version").passed()).isFalse();
    assertThatThrownBy(() -> promote(false)).hasMessageContaining("Its smoke tests have failed");
    assertThat(smokeTest("1").passed()).isTrue();
    var approved = promote(false);

    assertThat(approved.named()).contains(image);
    assertThat(deploy(prod, approved)).isEqualTo(Verdict.SUCCEEDED);
    assertThat(runs(prod)).isEqualTo(image);
    assertThat(deploy(test, image)).as("the mark is no change").isEqualTo(Verdict.NOTHING_TO_DO);
  }

  @Test
  void whatHasNotPassedIsRefusedUnlessForcedAndThenTheDeploymentSaysSo() throws Exception {
    start("codedeploy", "codedeploy");
    var passed = push("1");
    deploy(test, passed);
    smokeTest("1");
    var untested = push("2");

    assertThat(clear(passed, false).label().by()).doesNotContain("forced");
    assertThatThrownBy(() -> clear(untested, false))
        .hasMessageStartingWith(
            untested + " has not passed the smoke tests of test, which prod requires.")
        .hasMessageContaining("-Dxacct.promoteFrom=test")
        .hasMessageContaining("-Dxacct.force");
    deploy(test, untested);
    assertThat(clear(passed, false).named())
        .as("passed before, though test runs another now")
        .contains(passed);

    var forced = clear(untested, true);
    deploy(prod, forced);

    assertThat(last(prod)).contains(", forced without tests of test");
    assertThat(events)
        .filteredOn(event -> event instanceof Event.Warning)
        .asString()
        .contains("without -Dxacct.force it is not deployed");
  }

  @Test
  void anImageThatProductionMayNotPullIsRefusedBeforeAnythingChanges() throws Exception {
    start("codedeploy", "codedeploy");
    deploy(test, push("1"));
    smokeTest("1");
    lettingOnlyPull("222222222222");

    assertThatThrownBy(() -> promote(false))
        .hasMessageStartingWith(
            "The repository's policy does not let"
                + " arn:aws:iam::333333333333:role/demo-app-prod-execution pull.");
  }

  @Test
  void onlyAnotherEnvironmentCanBePromotedFrom() {
    start("codedeploy", "codedeploy");
    assertThatThrownBy(() -> PromotionOptions.of(settings, prod, "prod", null, false))
        .hasMessage(
            "xacct.promoteFrom: 'prod' is not another environment than prod.\nTry: write one of test.");
    assertThatThrownBy(() -> PromotionOptions.of(settings, prod, "stage", null, false))
        .hasMessageContaining("'stage'");
    assertThat(PromotionOptions.of(settings, prod, " ", null, false).from()).isEmpty();
  }

  private ApprovedImage promote(boolean force) {
    return clear(Optional.empty(), PromotionOptions.of(settings, prod, "test", null, force));
  }

  private ApprovedImage clear(ImageReference image, boolean force) {
    return clear(Optional.of(image), PromotionOptions.of(settings, prod, null, null, force));
  }

  /** Returns the approved image on a machine without classes and image. */
  private ApprovedImage clear(Optional<ImageReference> named, PromotionGate gate) {
    var definition = GeneratedTaskDefinition.of(prod);
    var images =
        new ImageOfThisBuild(
            named,
            Optional.empty(),
            () -> {
              throw new AssertionError("nothing can be built here");
            });
    return images.approved(
        gate,
        new PromotionAccounts(
            stage,
            run(),
            settings,
            prod,
            definition,
            AppSpec.of(prod.appSpec(), definition),
            events::add),
        run().label(),
        events::add);
  }

  private SmokeTestReport smokeTest(String version) {
    var wanted =
        new SmokeTest(
            "version", "/", Map.of(), 200, Optional.of(version), Map.of(), Optional.empty(), 1);
    try (var target = enter(test)) {
      var url = ProductionRoute.of(target.session(), test).orElseThrow();
      return new SmokeRun(target.ports(), new EcsTaskDefinitions(target.session()))
          .run(
              test,
              url,
              base ->
                  new SmokeTests(List.of(wanted), events::add, TestClient.direct(), pause -> {})
                      .all(base));
    }
  }

  private ImageReference push(String version) throws Exception {
    return Rehearsed.push(stage, settings, folder, version);
  }

  private Verdict deploy(Environment environment, ImageReference image) {
    return deploy(environment, new ApprovedImage(Optional.of(image), run().label()));
  }

  private Verdict deploy(Environment environment, ApprovedImage approved) {
    var definition = GeneratedTaskDefinition.of(environment);
    try (var target = enter(environment)) {
      return new BlueGreenDeploy(
              new ImageOfThisBuild(approved.named(), Optional.empty(), () -> null)
                  .on(stage.access()),
              Rehearsed.impatient(target.ports()))
          .run(
              new BlueGreenDeploy.DeployRequest(
                  image -> definition.withImage(image).text(),
                  definition.family(),
                  AppSpec.of(environment.appSpec(), definition),
                  definition.containerName(),
                  Optional.empty(),
                  approved.label(),
                  Until.TERMINATED,
                  OnActive.WAIT,
                  new CircuitBreaker.Threshold(3, Duration.ofMinutes(3)),
                  state -> ReadyGate.none(),
                  false))
          .verdict();
    }
  }

  private ImageReference runs(Environment environment) {
    try (var target = enter(environment)) {
      var running = target.ports().look().runningTaskDefinition().orElseThrow();
      String json = target.ports().taskDefinitions().describe(running).orElseThrow().json();
      return RegisteredImage.of(json, "demo-app").orElseThrow();
    }
  }

  private String last(Environment environment) {
    try (var target = enter(environment)) {
      return new CodeDeployHistory(target.session(), environment).last(1).get(0).description();
    }
  }

  private TargetAccount enter(Environment environment) {
    return TargetAccount.enter(stage, environment, run(), event -> {});
  }

  private void lettingOnlyPull(String account) {
    var rehearsal = stage.rehearsal().orElseThrow();
    try (var http = UrlConnectionHttpClient.create();
        var ecr =
            EcrClient.builder()
                .httpClient(http)
                .endpointOverride(rehearsal.endpoint())
                .region(software.amazon.awssdk.regions.Region.EU_CENTRAL_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                            rehearsal.accessKeyId(), rehearsal.secretAccessKey())))
                .build()) {
      ecr.setRepositoryPolicy(
          r ->
              r.repositoryName("demo-app")
                  .policyText(
                      """
                      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                      "Principal":{"AWS":"arn:aws:iam::%s:root"},
                      "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer",
                      "ecr:BatchCheckLayerAvailability"]}]}"""
                          .formatted(account)));
    }
  }

  private static RunName run() {
    return RunName.of(Written.xml("").facts());
  }
}
