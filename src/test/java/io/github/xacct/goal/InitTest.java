package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.xacct.deploy.BlueGreenDeploy;
import io.github.xacct.deploy.CircuitBreaker;
import io.github.xacct.deploy.OnActive;
import io.github.xacct.deploy.PushedImage;
import io.github.xacct.deploy.ReadyGate;
import io.github.xacct.deploy.Until;
import io.github.xacct.event.DeploymentPlan;
import io.github.xacct.event.Event;
import io.github.xacct.goal.configuration.InitSettings;
import io.github.xacct.goal.configuration.xml.Configuration;
import io.github.xacct.goal.configuration.xml.ConfigurationProblems;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.model.AppSpecSettings;
import io.github.xacct.model.Environment;
import io.github.xacct.model.ImageReference;
import io.github.xacct.model.XacctException;
import io.github.xacct.revision.AppSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An existing service is taken over without a difference, over the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InitTest {
  private static final String POM =
      """
      <registry><account>111111111111</account></registry>
      <environments>
        <environment>
          <name>test</name><account>222222222222</account><externalId>ext-1</externalId>
          <cluster>apps</cluster><service>shop</service>
          <application>CD-shop</application><deploymentGroup>DG-shop</deploymentGroup>
          <task><family>shop</family><containerName>web</containerName>
            <logGroup>/ecs/shop</logGroup>
            <secrets>
              <A>arn:aws:secretsmanager:eu-central-1:222222222222:secret:shop-db-AbCdEf:password::</A>
              <B>/shop/api-token</B>
              <C>arn:aws:ssm:eu-central-1:222222222222:parameter/splunk</C>
            </secrets>
            <healthCheck><path>/health?deep=1&amp;x=2</path></healthCheck></task>
          <rehearsal><terminationWait>0</terminationWait></rehearsal>
        </environment>
      </environments>
      """;

  @TempDir static Path shared;
  private Stage stage;
  private Environment environment;
  private ImageReference image;
  private final List<Event> events = new ArrayList<>();

  @BeforeAll
  void start() throws Exception {
    var settings = Written.xml(POM).env("test").read();
    environment = settings.environment().orElseThrow();
    stage = Rehearsed.stage(settings, List.of(environment), shared, Duration.ofMillis(50));
    image = Rehearsed.push(stage, settings, shared, "1");
  }

  @AfterAll
  void end() {
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "sidecars", "secrets", "volumes", "health-check-and-ulimits", "ec2"})
  void leavesNothingToPlan(String name, @TempDir Path folder) throws Exception {
    deploy(registered(name));

    var written = init(folder, false);

    assertThat(plan(written, folder)).isEmpty();
    assertThat(events).noneMatch(event -> event instanceof Event.Warning);
  }

  @Test
  void keepsPlainSecretsOutOfTheFileAndAsksForThem(@TempDir Path folder) throws Exception {
    deploy(
        registered("plain")
            .replace(
                "\"essential\"",
                "\"environment\": [{\"name\": \"DB_PASSWORD\", \"value\": \"hunter2\"}],"
                    + " \"essential\""));

    var written = init(folder, false);

    assertThat(written.taskDefinition().text())
        .contains("\"value\": \"${DB_PASSWORD}\"")
        .doesNotContain("hunter2");
    assertThat(written.toString()).doesNotContain("hunter2");
    assertThat(events)
        .filteredOn(event -> event instanceof Event.Warning)
        .hasSize(1)
        .first()
        .asString()
        .contains("DB_PASSWORD")
        .doesNotContain("hunter2");
    assertThatThrownBy(() -> plan(written, folder)).hasMessageContaining("${DB_PASSWORD}");
    assertThat(plan(written, folder, "DB_PASSWORD", "hunter2")).isEmpty();
  }

  @Test
  void writesWhatAPersonWouldHaveWritten(@TempDir Path folder) throws Exception {
    deploy(registered("plain"));

    var written = init(folder, false);

    assertThat(written.taskDefinition().text())
        .isEqualTo(
            """
            {
              "family": "shop",
              "executionRoleArn": "arn:aws:iam::222222222222:role/demo-app-test-execution",
              "networkMode": "awsvpc",
              "containerDefinitions": [
                {
                  "name": "web",
                  "image": "<IMAGE1_NAME>",
                  "portMappings": [
                    {
                      "containerPort": 8080,
                      "protocol": "tcp"
                    }
                  ],
                  "essential": true
                }
              ],
              "requiresCompatibilities": [
                "FARGATE"
              ],
              "cpu": "256",
              "memory": "512"
            }
            """);
    assertThat(written.pom())
        .isEqualTo(
            """
            <plugin>
              <groupId>io.github.xacct</groupId>
              <artifactId>xacct-maven-plugin</artifactId>
              <version>1.0</version>
              <configuration>
                <registry>
                  <account>111111111111</account>
                  <region>eu-central-1</region>
                  <repository>demo-app</repository>
                </registry>
                <environments>
                  <environment>
                    <name>test</name>
                    <account>222222222222</account>
                    <region>eu-central-1</region>
                    <role>arn:aws:iam::222222222222:role/demo-app-test-deploy</role>
                    <externalId>ext-1</externalId>
                    <cluster>apps</cluster>
                    <service>shop</service>
                    <application>CD-shop</application>
                    <deploymentGroup>DG-shop</deploymentGroup>
                    <task>
                      <family>shop</family>
                      <executionRole>arn:aws:iam::222222222222:role/demo-app-test-execution</executionRole>
                      <containerName>web</containerName>
                      <containerPort>8080</containerPort>
                      <healthCheck>
                        <path>/health?deep=1&amp;x=2</path>
                      </healthCheck>
                    </task>
                    <rehearsal>
                      <terminationWait>0</terminationWait>
                    </rehearsal>
                  </environment>
                </environments>
              </configuration>
            </plugin>
            """);
  }

  @Test
  void overwritesNothingUnasked(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("src/main/ecs/taskdef.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "mine");

    assertThatThrownBy(() -> init(folder, false))
        .isInstanceOf(XacctException.class)
        .hasMessageContaining("does not overwrite existing files")
        .hasMessageContaining("taskdef.json already exists")
        .hasMessageContaining("-Dxacct.overwrite");
    assertThat(file).hasContent("mine");

    init(folder, true);
    assertThat(Files.readString(file)).contains("containerDefinitions");
  }

  @Test
  void doesNotWriteWhatTheEnvironmentsOwnFileWouldHide(@TempDir Path folder) throws Exception {
    Path own = folder.resolve("src/main/ecs/taskdef-test.json");
    Files.createDirectories(own.getParent());
    Files.writeString(own, "{}");

    assertThatThrownBy(() -> init(folder, true)).hasMessageContaining("taskdef-test.json exists");
  }

  /** A file written for one environment must never be used for another one. */
  @Test
  void withOtherEnvironmentsTheFileIsOfThisOneAlone(@TempDir Path folder) throws Exception {
    Path sources = folder.resolve("src/main/ecs");
    Path file = InitWork.file(sources, "test", List.of("test", "prod"));
    assertThat(file).isEqualTo(sources.resolve("taskdef-test.json"));
    assertThat(InitWork.file(sources, "test", List.of("test")))
        .isEqualTo(InitWork.file(sources, "test", List.of()))
        .isEqualTo(sources.resolve("taskdef.json"));
    deploy(registered("plain"));
    var work = new InitWork(file, folder.resolve("pom.xml"), false);
    work.refuseToOverwrite(file);

    init(work);

    var two =
        Written.xml(
                POM.replace(
                    "</environments>",
                    "<environment><name>prod</name><account>333333333333</account></environment>"
                        + "</environments>"))
            .basedir(folder);
    var settings = two.env("prod").read();
    var facts = two.facts();
    var prod =
        new RevisionFiles(
            facts, settings.environment().orElseThrow(), false, List.of("test", "prod"));
    assertThat(prod.taskDefinition().family()).isEqualTo("demo-app-prod");
    assertThat(prod.taskDefinition().text()).doesNotContain("222222222222");
    var test =
        new RevisionFiles(
            facts, settings.named("test").orElseThrow(), true, List.of("test", "prod"));
    assertThat(test.taskDefinition().family()).isEqualTo("shop");
    assertThatThrownBy(() -> work.refuseToOverwrite(file))
        .hasMessageContaining("taskdef-test.json already exists");
  }

  @Test
  void saysThatNoGroupDeploysToTheService() {
    var wish = wish();
    var other = Written.xml(POM.replace(">shop<", ">other<")).env("test").read();

    try (var target = enter(other.environment().orElseThrow())) {
      assertThatThrownBy(() -> ExistingService.groupOf(target, other.environment().orElseThrow()))
          .hasMessageStartingWith(
              "No CodeDeploy deployment group of account 222222222222, eu-central-1 deploys to"
                  + " service apps/other.");
      assertThat(wish.namesTheGroup()).isFalse();
    }
  }

  @Test
  void asksForTheAccountWhereNobodySaysIt() {
    assertThatThrownBy(() -> new InitSettings(nothing(), new EnvironmentXml()))
        .hasMessageContaining("-Dxacct.account=");
  }

  @Test
  void doesNotBlameThePomForTheCommandLine() {
    var said = new EnvironmentXml();
    said.account = "2222";

    assertThatThrownBy(() -> new InitSettings(nothing(), said))
        .hasMessageStartingWith("-Dxacct.account: '2222' is not an AWS account id");
  }

  @Test
  void saysHowToSayWithoutAPomWhatIsWrong() {
    var advised =
        InitSettings.advised(
            XacctException.yours("There is no service.").suggestion("correct <cluster>."));

    assertThat(advised.getMessage()).endsWith("for init: -Dxacct.cluster=...");
    assertThat(InitSettings.advised(XacctException.yours("x").suggestion("wait")))
        .hasMessage("x\nTry: wait");
  }

  @Test
  void takesTheRegistryFromTheRunningImage() throws Exception {
    var settings = Written.xml(POM).env("test").read();
    var builder = settings.registry().account();

    assertThat(
            PomBlock.Registry.of(
                "444444444444.dkr.ecr.us-east-1.amazonaws.com/team/shop:1.2",
                builder,
                settings.registry()))
        .isEqualTo(new PomBlock.Registry("444444444444", "us-east-1", "team/shop"));
    assertThat(PomBlock.Registry.of("nginx:1", builder, settings.registry()))
        .isEqualTo(new PomBlock.Registry("111111111111", "eu-central-1", "demo-app"));
  }

  /** Runs init as the goal does, with a POM without the environment. */
  private InitWork.Written init(Path folder, boolean overwrite) {
    events.clear();
    var work =
        new InitWork(
            folder.resolve("src/main/ecs/taskdef.json"), folder.resolve("pom.xml"), overwrite);
    work.refuseToOverwrite(folder.resolve("src/main/ecs/taskdef-test.json"));
    return init(work);
  }

  private InitWork.Written init(InitWork work) {
    var wish = wish();
    var facts = Written.xml("").facts();
    var region = environment.region();
    var searched = wish.read(facts, () -> Optional.of(region)).environment().orElseThrow();
    try (var target = enter(searched)) {
      ExistingService.groupOf(target, searched)
          .ifPresent(found -> wish.group(found.application(), found.deploymentGroup()));
    }
    var settings = wish.read(facts, () -> Optional.of(region));
    var found = settings.environment().orElseThrow();
    try (var target = enter(found)) {
      var registry =
          new PomBlock.Registry("111111111111", region.id(), settings.registry().repository());
      return work.write(ExistingService.look(target, found), registry, "1.0", stage, events::add);
    }
  }

  private static InitSettings wish() {
    var said = new EnvironmentXml();
    said.account = "222222222222";
    said.role = "demo-app-test-deploy";
    said.externalId = "ext-1";
    said.cluster = "apps";
    said.service = "shop";
    return new InitSettings(nothing(), said);
  }

  static Configuration nothing() {
    return new Configuration(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.of("test"),
        Map.of(),
        Map.of(),
        new ConfigurationProblems());
  }

  private List<String> plan(InitWork.Written written, Path folder, String... property)
      throws Exception {
    String block = written.pom();
    String configuration =
        block.substring(
            block.indexOf("<configuration>") + "<configuration>".length(),
            block.indexOf("</configuration>"));
    var pom = Written.xml(configuration).env("test").basedir(folder);
    if (property.length > 0) {
      pom.property(property[0], property[1]);
    }
    var settings = pom.read();
    var chosen = settings.environment().orElseThrow();
    var files = new RevisionFiles(pom.facts(), chosen, true, List.of(chosen.name()));
    var taskDefinition = files.taskDefinition();
    try (var target = enter(chosen)) {
      DeploymentPlan plan =
          new PlanWork(
                  settings,
                  chosen,
                  Optional.empty(),
                  Optional.empty(),
                  taskDefinition,
                  files.appSpec(taskDefinition),
                  false)
              .run(stage, target, false, folder, line -> {}, event -> {});
      assertThat(plan.differs()).isEqualTo(!plan.changes().isEmpty());
      return plan.changes().stream().map(change -> change.line()).toList();
    }
  }

  private void deploy(String taskDefinition) {
    try (var target = enter(environment)) {
      new BlueGreenDeploy(new PushedImage(image), Rehearsed.impatient(target.ports()))
          .run(
              new BlueGreenDeploy.DeployRequest(
                  any -> taskDefinition,
                  "shop",
                  appSpec(),
                  "web",
                  Optional.empty(),
                  run().label(),
                  Until.TERMINATED,
                  OnActive.WAIT,
                  new CircuitBreaker.Threshold(3, Duration.ofMinutes(3)),
                  state -> ReadyGate.none(),
                  false));
    }
  }

  private static AppSpec appSpec() {
    return new AppSpec(AppSpecSettings.none(), AppSpec.TASK_DEFINITION_PLACEHOLDER, "web", 8080);
  }

  private TargetAccount enter(Environment where) {
    return TargetAccount.enter(stage, where, run(), event -> {});
  }

  private static RunName run() {
    return RunName.of(Written.xml("").facts());
  }

  private String registered(String name) throws Exception {
    try (var in = InitTest.class.getResourceAsStream("init/" + name + ".json")) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .replace("IMAGE", image.toString());
    }
  }
}
