package io.github.xacct.goal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.xacct.event.DeploymentPlan;
import io.github.xacct.goal.configuration.InitSettings;
import io.github.xacct.goal.configuration.xml.EnvironmentXml;
import io.github.xacct.goal.files.RevisionFiles;
import io.github.xacct.model.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that ECS itself deploys is taken over, over the wire, and planned. */
class InitOfEcsTest {
  private static final String POM =
      """
      <registry><account>111111111111</account></registry>
      <environments>
        <environment>
          <name>test</name><account>222222222222</account>
          <cluster>apps</cluster><service>shop</service><engine>ecs</engine>
          <deploymentConfiguration>CodeDeployDefault.ECSCanary10Percent5Minutes</deploymentConfiguration>
          <task><containerName>web</containerName></task>
          <smokeTests><smokeTest><path>/</path></smokeTest></smokeTests>
          <rehearsal><terminationWait>7</terminationWait><readyWait>30</readyWait></rehearsal>
        </environment>
      </environments>
      """;

  @TempDir Path folder;

  @Test
  void writesTheEngineInsteadOfAGroupAndPlansWithoutOne() throws Exception {
    var settings = Written.xml(POM).env("test").read();
    var environment = settings.environment().orElseThrow();
    try (var stage =
        Rehearsed.stage(settings, List.of(environment), folder, Duration.ofMillis(50))) {
      String pom = init(stage, environment);

      assertThat(pom.substring(pom.indexOf("<cluster>"), pom.indexOf("</environment>")))
          .isEqualToIgnoringWhitespace(
              """
              <cluster>apps</cluster>
              <service>shop</service>
              <engine>ecs</engine>
              <deploymentConfiguration>CodeDeployDefault.ECSCanary10Percent5Minutes</deploymentConfiguration>
              <task>
                <family>shop-placeholder</family>
                <containerName>web</containerName>
                <containerPort>8080</containerPort>
              </task>
              <rehearsal>
                <terminationWait>7</terminationWait>
                <readyWait>30</readyWait>
              </rehearsal>
              """);
      var plan = plan(stage);
      assertThat(plan.group()).isEmpty();
      var course = plan.course().orElseThrow();
      assertThat(course.configuration() + ", " + course.steps())
          .isEqualTo("CANARY, 10 %, then all after 5 min");
      assertThat(course.gates())
          .containsExactly(
              "smoke tests /",
              "pause at POST_TEST_TRAFFIC_SHIFT (30 min, then rolls back)",
              "alarms shop-5xx",
              "automatic rollback");
    }
  }

  /** Runs init as the goal does, with a POM without the environment. */
  private String init(Stage stage, Environment named) {
    var said = new EnvironmentXml();
    said.account = "222222222222";
    said.role = named.role().orElseThrow().toString();
    said.cluster = "apps";
    said.service = "shop";
    var wish = new InitSettings(InitTest.nothing(), said);
    var settings = wish.read(Written.xml("").facts(), () -> Optional.of(named.region()));
    var searched = settings.environment().orElseThrow();
    try (var target = enter(stage, searched)) {
      assertThat(ExistingService.groupOf(target, searched)).isEmpty();
      var work =
          new InitWork(
              folder.resolve("src/main/ecs/taskdef.json"), folder.resolve("pom.xml"), false);
      var registry =
          new PomBlock.Registry(
              "111111111111", named.region().id(), settings.registry().repository());
      return work.write(ExistingService.look(target, searched), registry, "1.0", stage, event -> {})
          .pom();
    }
  }

  /** Returns the configuration as written in a POM: a placeholder's task definition is not kept. */
  private DeploymentPlan plan(Stage stage) throws Exception {
    var pom = Written.xml(POM).env("test").basedir(folder.resolve("other"));
    var settings = pom.read();
    var chosen = settings.environment().orElseThrow();
    var files = new RevisionFiles(pom.facts(), chosen, true, List.of(chosen.name()));
    var taskDefinition = files.taskDefinition();
    try (var target = enter(stage, chosen)) {
      return new PlanWork(
              settings,
              chosen,
              Optional.empty(),
              Optional.empty(),
              taskDefinition,
              files.appSpec(taskDefinition),
              false)
          .run(stage, target, false, folder, line -> {}, event -> {});
    }
  }

  private static TargetAccount enter(Stage stage, Environment environment) {
    return TargetAccount.enter(
        stage, environment, RunName.of(Written.xml("").facts()), event -> {});
  }
}
