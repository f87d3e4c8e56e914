package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.xacct.RehearsedAws;
import io.github.xacct.aws.CodeDeployHistory;
import io.github.xacct.aws.EcsTaskDefinitions;
import io.github.xacct.aws.PreflightFacts;
import io.github.xacct.aws.SnsTopic;
import io.github.xacct.deploy.DeploymentState;
import io.github.xacct.deploy.Status;
import io.github.xacct.image.Caches;
import io.github.xacct.image.Images;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.preflight.Intent;
import io.github.xacct.preflight.Preflight;
import io.github.xacct.rehearsal.Access;
import io.github.xacct.rehearsal.LeastPrivilege;
import io.github.xacct.rehearsal.RehearsalPlan.Fault;
import io.github.xacct.report.Finding;
import io.github.xacct.report.Notice;
import io.github.xacct.revision.AppSpec;
import io.github.xacct.revision.GeneratedTaskDefinition;
import io.github.xacct.stack.StackPlan;
import io.github.xacct.stack.Wish;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The roles that the templates make may do what the goals do, and nothing else: what the goals did
 * in a rehearsal of bootstrapped accounts is compared with the policies both ways.
 */
class StackRolesTest {
  private static final String DEPLOY_ROLE = "arn:aws:iam::222222222222:role/demo-app-test-deploy";
  private static final String BUILD_ROLE = "arn:aws:iam::111111111111:role/demo-app-build";

  /** What CodeBuild, CodePipeline and S3 do with the role; and tags, which no test's STS sees. */
  private static final List<String> NOT_REHEARSED =
      List.of("WriteLogs", "ArtifactsAndCache", "ArtifactKey", "sts:TagSession");

  @TempDir Path folder;
  private final List<Access> used = new CopyOnWriteArrayList<>();
  private final Settings settings =
      Written.environment(
              """
              <externalId>demo-app-test</externalId>
              <approval>true</approval>
              <suspendAutoScaling>true</suspendAutoScaling>
              <hooks><afterInstall>check</afterInstall></hooks>
              <task><tags><team>shop</team></tags>
                <secrets><KEY>arn:aws:secretsmanager:eu-central-1:222222222222:secret:k-AbCdEf</KEY>
                  <NAME>/demo/name</NAME></secrets></task>
              <rehearsal><autoScaling>true</autoScaling></rehearsal>
              """)
          .env("test")
          .read();
  private final Environment environment = settings.environment().orElseThrow();

  @Test
  void nothingIsMissingAndEachActionTakenOutIsMissed() throws Exception {
    bootstrap();
    ObjectNode deploy = deployAndStop();
    crash();

    var least = new LeastPrivilege(deploy, LeastPrivilege.by(DEPLOY_ROLE, used));
    assertThat(least.missing()).isEmpty();
    assertThat(least.unused()).isEmpty();
    System.out.printf(
        "deploy role: %d actions in %d statements, %d of them on any resource, each with a"
            + " condition; %d parts taken out one by one, each missed%n",
        actions(deploy, s -> true),
        deploy.path("Statement").size(),
        actions(deploy, s -> s.path("Resource").asText().equals("*")),
        least.parts());
    for (JsonNode statement : deploy.path("Statement")) {
      assertThat(statement.path("Action").toString()).doesNotContain("*");
      if (statement.path("Resource").asText().equals("*")) {
        assertThat(statement.path("Condition").isEmpty()).as(statement.toString()).isFalse();
      }
    }
  }

  private static long actions(ObjectNode policy, Predicate<JsonNode> wanted) {
    long count = 0;
    for (JsonNode statement : policy.path("Statement")) {
      JsonNode action = statement.path("Action");
      count += !wanted.test(statement) ? 0 : action.isArray() ? action.size() : 1;
    }
    return count;
  }

  private void bootstrap() {
    var wish =
        new Wish(
            settings.app(),
            settings.registry(),
            17,
            false,
            Map.of(),
            List.of(new Wish.OfEnvironment(environment, true, Map.of())),
            Optional.empty());
    try (var aws = new RehearsedStacks(folder.resolve("rehearsal"), Set.of())) {
      aws.bootstrap(StackPlan.of(wish));
    }
  }

  private ObjectNode deployAndStop() throws Exception {
    try (var stage = stage(Set.of());
        var target = enter(stage)) {
      var ports = target.ports();
      String first = start(stage, target, "1");
      await(() -> ports.engine().state(first), s -> s.status() == DeploymentState.Status.READY);
      new Status(ports, new CodeDeployHistory(target.session(), environment)).of(environment);
      preflight(stage);
      ports.scaling().suspend();
      ports.witness().look(first);
      ports.engine().proceed(first);
      await(() -> ports.engine().state(first), s -> s.status() == DeploymentState.Status.SUCCEEDED);
      ports.witness().running(first, environment.task().containerName());
      ports.scaling().resume();
      String running = ports.look().runningTaskDefinition().orElseThrow();
      new EcsTaskDefinitions(target.session()).mark(running, "xacct:smoke-tests", "passed");
      var topic = new SnsTopic(target.session(), "arn:aws:sns:eu-central-1:222222222222:nobody");
      assertThatThrownBy(() -> topic.accept(new Notice("subject", "text")))
          .hasMessageContaining("Topic does not exist");

      String second = start(stage, target, "2");
      await(() -> ports.engine().state(second), s -> s.status() == DeploymentState.Status.READY);
      ports.engine().stop(second, true);
      var build = LeastPrivilege.policyOf(stage.rehearsal().orElseThrow(), BUILD_ROLE);
      checkBuilder(new LeastPrivilege(build, LeastPrivilege.by(BUILD_ROLE, used)));
      return LeastPrivilege.policyOf(stage.rehearsal().orElseThrow(), DEPLOY_ROLE);
    }
  }

  private static void checkBuilder(LeastPrivilege least) {
    assertThat(least.missing()).isEmpty();
    assertThat(least.unused())
        .filteredOn(part -> NOT_REHEARSED.stream().noneMatch(part::contains))
        .isEmpty();
  }

  private void preflight(Stage stage) {
    var definition = GeneratedTaskDefinition.of(environment);
    var intent =
        new Intent(
            settings.registry(),
            environment,
            definition,
            environment.appSpec(),
            Optional.empty(),
            Optional.empty(),
            settings.checks(environment));
    var clock = Clock.systemUTC();
    try (var facts =
        new PreflightFacts(
            stage.access(), settings.registry().region(), environment, "preflight", clock)) {
      List<Finding> findings = new Preflight(intent, facts, clock).run();
      assertThat(findings)
          .filteredOn(finding -> finding.outcome() == Finding.Outcome.FAIL)
          .extracting(Finding::id)
          // This test has no Lambda function and no secret, and a deployment in flight.
          .isSubsetOf("hooks.functions", "task.secrets", "service.in-flight");
      assertThat(findings)
          .filteredOn(finding -> finding.outcome() == Finding.Outcome.SKIPPED)
          .allSatisfy(f -> assertThat(f.toString()).doesNotContain("needs iam:"));
    }
  }

  private void crash() throws Exception {
    try (var stage = stage(Set.of(Fault.CRASH_LOOP));
        var target = enter(stage)) {
      String id = start(stage, target, "3");
      await(
          () -> target.ports().witness().look(id).deaths(),
          deaths -> deaths.stream().anyMatch(death -> !death.lastWords().isEmpty()));
    }
  }

  private Stage stage(Set<Fault> faults) {
    var options = new RehearsalOptions(Duration.ofMillis(100), faults, Set.of());
    var stage =
        Stage.rehearsal(
            settings,
            List.of(environment),
            RehearsedTask::generated,
            options,
            folder,
            0,
            line -> {});
    stage.rehearsal().orElseThrow().onAccess(used::add);
    return stage;
  }

  private TargetAccount enter(Stage stage) {
    var spec = AppSpec.of(AppSpecSettings.none(), GeneratedTaskDefinition.of(environment));
    return TargetAccount.enter(
        stage,
        environment,
        RunName.of(Written.environment("").facts()),
        arn -> spec.withTaskDefinition(arn).content().text(),
        event -> {});
  }

  private String start(Stage stage, TargetAccount target, String version) throws Exception {
    String text = GeneratedTaskDefinition.of(environment).withImage(push(stage, version)).text();
    String arn = target.ports().taskDefinitions().register(text).arn();
    return target.ports().engine().start(arn, "a test");
  }

  private ImageReference push(Stage stage, String version) throws Exception {
    var caches = new Caches(folder.resolve("base-cache"), folder.resolve("app-cache"));
    return new ImageWork(
            new Images(caches, false, event -> {}, line -> {}),
            RehearsedAws.image(version),
            RehearsedAws.tinyApp(folder),
            settings.registry(),
            settings.foreignPullers(),
            folder,
            event -> {})
        .push(stage.access(), () -> {});
  }

  private static <T> void await(Supplier<T> question, Predicate<T> wished) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    for (T answer = question.get(); !wished.test(answer); answer = question.get()) {
      assertThat(System.nanoTime()).as("in time; now: " + answer).isLessThan(end);
      Thread.sleep(50);
    }
  }
}
